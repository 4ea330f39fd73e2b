// ---- Computing a graph of plain numbers again: each operation, and what it hands back to input i for the gradient g.

function sigmoid(x) {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

function erf(x) {
  if (Number.isNaN(x)) return x;
  if (Math.abs(x) >= 6) return Math.sign(x);
  let term = x, sum = x;
  for (let n = 1; Math.abs(term) > Math.abs(sum) * 2 ** -54; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return Math.max(-1, Math.min(1, 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum));
}

const share = (g, wins, ties) => wins ? g : ties ? g / 2 : 0;

// In the rules of one input x is the input, y the result, p the operation's own settings; r rounds each step to a float where
// the graph is in float.
const operations = {
  add:      { of: (a, b) => a + b, pull: [g => g, g => g] },
  sub:      { of: (a, b) => a - b, pull: [g => g, g => -g] },
  mul:      { of: (a, b) => a * b, pull: [(g, [, b], y, p, r) => r(g * b), (g, [a], y, p, r) => r(g * a)] },
  div:      { of: (a, b) => a / b, pull: [(g, [, b], y, p, r) => r(g / b), (g, [, b], y, p, r) => -r(r(g * y) / b)] },
  pow:      { of: (a, b) => a ** b,
    pull: [(g, [a, b], y, p, r) => b === 0 ? 0 : r(g * r(b * r(a ** r(b - 1)))),
      (g, [a, b], y, p, r) => r(g * r(y * r(Math.log(a === 0 ? (b >= 0 ? 1 : 0) : a))))] },
  maximum:  { of: (a, b) => Math.max(a, b), pull: [(g, [a, b]) => share(g, a > b, a === b), (g, [a, b]) => share(g, b > a, a === b)] },
  minimum:  { of: (a, b) => Math.min(a, b), pull: [(g, [a, b]) => share(g, a < b, a === b), (g, [a, b]) => share(g, b < a, a === b)] },
  neg:      { of: x => -x, pull: [g => -g] },
  exp:      { of: Math.exp, pull: [(g, x, y, p, r) => r(g * y)] },
  expm1:    { of: Math.expm1, pull: [(g, x, y, p, r) => r(g * r(y + 1))] },
  log:      { of: Math.log, pull: [(g, [x], y, p, r) => r(g / x)] },
  log1p:    { of: Math.log1p, pull: [(g, [x], y, p, r) => r(g / r(x + 1))] },
  sqrt:     { of: Math.sqrt, pull: [(g, x, y, p, r) => r(g / r(y * 2))] },
  square:   { of: x => x * x, pull: [(g, [x], y, p, r) => r(g * r(x * 2))] },
  sin:      { of: Math.sin, pull: [(g, [x], y, p, r) => r(g * r(Math.cos(x)))] },
  cos:      { of: Math.cos, pull: [(g, [x], y, p, r) => -r(g * r(Math.sin(x)))] },
  tanh:     { of: Math.tanh, pull: [(g, x, y, p, r) => r(g * r(1 - r(y * y)))] },
  sigmoid:  { of: sigmoid, pull: [(g, x, y, p, r) => r(g * r(y * r(1 - y)))] },
  softplus: { of: x => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), pull: [(g, [x], y, p, r) => r(g * r(sigmoid(x)))] },
  erf:      { of: erf, pull: [(g, [x], y, p, r) => r(g * r(r(Math.exp(-r(x * x))) * r(2 / Math.sqrt(Math.PI))))] },
  relu:     { of: x => Math.max(x, 0), pull: [(g, [x]) => x > 0 ? g : 0] },
  abs:      { of: Math.abs, pull: [(g, [x]) => x > 0 ? g : x < 0 ? -g : 0] },
  same:     { of: x => x, pull: [g => g] },
  power:    { of: (x, [n]) => x ** n, pull: [(g, [x], y, [n], r) => n === 0 ? 0 : r(g * r(r(x ** (n - 1)) * r(n)))] },
  leakyRelu: { of: (x, [slope], r) => x > 0 ? x : r(x * r(slope)), pull: [(g, [x], y, [slope], r) => x > 0 ? g : r(g * r(slope))] },
  elu:      { of: (x, [alpha], r) => x > 0 ? x : r(r(Math.expm1(Math.min(x, 0))) * r(alpha)),
    pull: [(g, [x], y, [alpha], r) => x > 0 ? g : r(g * r(y + r(alpha)))] },
  clamp:    { of: (x, [low, high]) => Math.min(Math.max(x, low), high), pull: [(g, [x], y, [low, high]) => x < low || x > high ? 0 : g] },
};

// Forward through all values, then backward in the order in which Gradus adds contributions up: the youngest first.
function rerun(data, numbers) {
  const round = data.precision === 'float' ? Math.fround : x => x;
  data.values.forEach((v, i) => {
    if (v.inputs.length) numbers[i] = round(operations[v.function].of(...v.inputs.map(j => numbers[j]), v.settings.map(Number), round));
  });
  const gradients = data.values.map(() => undefined), shares = data.values.map(() => []);
  gradients[data.root] = data.values[data.root].gradient?.numbers[0];           // 1, but for seeds of somebody's own
  for (let i = data.values.length - 1; i >= 0; i--) {
    const v = data.values[i];
    if (gradients[i] === undefined) continue;
    v.inputs.forEach((j, k) => {
      if (data.values[j].reached === undefined) return;                        // a constant
      const part = operations[v.function].pull[k](gradients[i], v.inputs.map(n => numbers[n]), numbers[i], v.settings.map(Number), round);
      shares[i][k] = part;
      gradients[j] = gradients[j] === undefined ? part : round(gradients[j] + part);
    });
  }
  return { gradients, shares };
}

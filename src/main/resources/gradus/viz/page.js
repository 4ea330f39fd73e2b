// ---- The page: where we are, and what that looks like.

const data = JSON.parse(document.getElementById('data').textContent);
const find = id => document.getElementById(id);
const svg = document.querySelector('#graph > svg');
const float = data.precision === 'float';
const { values, steps } = data;
const turn = steps.filter(step => !step.backward).length;             // so many steps go forward
// At place 0 only the leaves have values; after the last forward step comes the seed, dL/dL = 1; then each step backward.
const backward = steps.length > turn;
const end = steps.length + (backward ? 1 : 0);
let place = 0, playing = null, chosen = null, changed = false;

// An element with text and children; texts are never read as markup.
function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const drawn = (name, attributes) => {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// ---- Numbers now

values.forEach(v => {
  const read = tensor => {
    if (!tensor) return;
    for (const name of ['numbers', 'cells']) if (tensor[name]) tensor[name] = tensor[name].map(Number);
    for (const name of ['min', 'mean', 'max', 'norm']) if (name in tensor) tensor[name] = Number(tensor[name]);
  };
  read(v.value);
  read(v.gradient);
});
steps.forEach(step => (step.parts ?? []).forEach(part => { if ('share' in part) part.share = Number(part.share); }));

const number = i => values[i].value.numbers[0];
const title = v => v.name ? (v.kind === 'parameter' && v.path ? v.path + '.' + v.name : v.name) : v.op ?? v.kind;
const fullTitle = i => title(values[i]) + (values[i].name && values[i].op ? ' = ' + values[i].op : '');

// When each value appears, and at which places its gradient gets a part.
const born = values.map(() => 0), parts = values.map(() => []);
steps.forEach((step, k) => {
  if (!step.backward) born[step.value] = k + 1;
  else step.parts.forEach(part => parts[values[step.value].inputs[part.input]].push({ at: k + 2, part }));
});
if (backward) parts[data.root].push({ at: turn + 1, part: { share: data.numbersOnly ? values[data.root].gradient?.numbers[0] : 1 } });

const hasGradient = i => parts[i].length > 0 && place >= parts[i].at(-1).at;
// Of plain numbers, the sum of the parts that have arrived; null before the first, and where a part was not kept.
function gradientNow(i) {
  const arrived = parts[i].filter(({ at }) => at <= place);
  if (arrived.length === 0) return null;
  if (hasGradient(i)) return values[i].gradient?.numbers?.[0] ?? null;
  const shares = arrived.map(({ part }) => part.share);
  return shares.includes(undefined) ? null : shares.reduce((a, b) => float ? Math.fround(a + b) : a + b);
}

// ---- The picture

const groups = values.map((v, i) => svg.querySelector('#v' + i));
const texts = values.map(() => ({ numbers: [], gradients: [] }));

// The words in a node stand in lines: its heading, then its numbers, then its gradient.
groups.forEach((group, i) => {
  if (!group) return;
  const v = values[i], lines = new Map();
  group.classList.add('node', v.kind);
  for (const text of group.querySelectorAll('text')) {
    if (text.textContent.trim() === '') continue;                            // the air at a line's ends
    const y = Math.round(Number(text.getAttribute('y')));
    lines.set(y, [...lines.get(y) ?? [], text]);
  }
  const sorted = [...lines.keys()].sort((a, b) => a - b).map(y => lines.get(y));
  const gradients = sorted.splice(sorted.length - (v.gradientLines ?? (v.reached === false ? 1 : 0))).flat();
  const numbers = sorted.splice(Math.max(0, sorted.length - v.lines)).flat();
  gradients.forEach(text => text.classList.add('gradient'));
  numbers.forEach(text => text.classList.add('number'));
  const [map, gradientMap] = group.querySelectorAll('image');
  if (map) numbers.push(map);
  if (gradientMap) gradients.push(gradientMap);
  texts[i] = { numbers, gradients };
  group.setAttribute('role', 'button');
  group.setAttribute('tabindex', '-1');
  group.addEventListener('pointerenter', () => details(i));
  group.addEventListener('focus', () => details(i));
  group.addEventListener('pointerleave', () => details());
  group.addEventListener('blur', () => details());
  group.addEventListener('click', () => { if (!(view.moved > 4)) choose(i); });
});

// A node keeps its size: a number that has become longer is drawn narrower.
function write(i, text, words) {
  if (text.textContent.replace(/^\s+|\s+$/g, '') === words) return;
  text.textContent = words;
  text.removeAttribute('textLength');
  const box = groups[i].querySelector('polygon, path, rect').getBBox(), room = box.width - 6;
  text.setAttribute('text-anchor', 'middle');
  text.setAttribute('x', box.x + box.width / 2);
  if (text.getComputedTextLength() <= room) return;
  text.setAttribute('textLength', room);
  text.setAttribute('lengthAdjust', 'spacingAndGlyphs');
}

const view = new View(svg);

function arrows(from, to) {
  return [...svg.querySelectorAll(`[id="v${from}-v${to}"], [id^="v${from}-v${to}-"]`)];
}

function draw() {
  const step = stepAt(place);
  groups.forEach((group, i) => {
    if (!group) return;
    const { numbers, gradients } = texts[i], here = born[i] <= place;
    if (data.numbersOnly) {
      if (changed && numbers.length === 1) write(i, numbers[0], digits(number(i)));
      const gradient = gradientNow(i);
      if (gradients.length === 1 && gradient !== null) write(i, gradients[0], '∇\u00a0' + digits(gradient));
    }
    numbers.forEach(text => text.classList.toggle('unknown', !here));
    const shown = values[i].reached === false ? place === end
      : data.numbersOnly ? gradientNow(i) !== null : hasGradient(i);
    gradients.forEach(text => text.classList.toggle('unknown', !shown));
    group.classList.toggle('later', !here);
    group.classList.toggle('now', step?.value === i);
    group.classList.toggle('touched', step !== null && values[step.value].inputs.includes(i));
    group.setAttribute('aria-label', fullTitle(i) + (here && data.numbersOnly ? ', ' + digits(number(i)) : ''));
    group.setAttribute('tabindex', i === (step?.value ?? 0) ? '0' : '-1');
  });
  svg.querySelectorAll('.edge.now').forEach(edge => edge.classList.remove('now'));
  if (step) values[step.value].inputs.forEach(j => arrows(j, step.value).forEach(edge => edge.classList.add('now')));
}

// ---- Steps

// What happens at a place: a step, the seed as a step without parts, or null at the beginning.
function stepAt(k) {
  if (k === 0) return null;
  if (k <= turn) return steps[k - 1];
  return k === turn + 1 ? { value: data.root, seed: true } : steps[k - 2];
}

function go(k, by) {
  place = Math.max(0, Math.min(end, k));
  find('slider').value = place;
  const where = place === 0 ? 'beginning' : place <= turn ? `forward ${place} of ${turn}` : `backward ${place - turn} of ${end - turn}`;
  find('place').textContent = where;
  find('slider').setAttribute('aria-valuetext', where);
  find('first').disabled = find('back').disabled = place === 0;
  find('last').disabled = find('next').disabled = place === end;
  if (by !== 'play') pause();
  draw();
  explain();
  details();
  const group = groups[stepAt(place)?.value];
  if (group && !group.classList.contains('folded') && by) view.reveal(group);
  if (place === end) pause();
}

function pause() {
  clearInterval(playing);
  playing = null;
  find('play').classList.remove('running');
  find('play').setAttribute('aria-label', 'Play');
}

function play() {
  if (playing) return pause();
  if (place === end) go(0, 'play');
  find('play').classList.add('running');
  find('play').setAttribute('aria-label', 'Pause');
  playing = setInterval(() => go(place + 1, 'play'), Math.max(150, Math.min(1100, 40000 / end)));
}

// ---- The chain rule

const symbol = i => i === data.root ? (values[i].name && values[i].symbol || 'L') : values[i].symbol;
const derivative = i => i === data.root ? 'dL/dL' : /^[\p{L}\p{N}_₀-₉]+$/u.test(symbol(i)) ? 'dL/d' + symbol(i) : `dL/d(${symbol(i)})`;
const inFormula = x => x < 0 || Object.is(x, -0) || /[e∞]/.test(digits(x)) ? `(${digits(x)})` : digits(x);

// A formula's letters, by names or by numbers.
function filled(formula, v, names) {
  const out = values[v], [a, b] = out.inputs;
  return formula.replace(/[ABYG]/g, letter => {
    const i = letter === 'A' ? a : letter === 'B' ? b : v;
    if (letter === 'G') return names ? derivative(v) : inFormula(gradientNow(v));
    return names ? symbol(i) : inFormula(number(i));
  });
}

function explain() {
  const step = stepAt(place), panel = find('step');
  panel.replaceChildren();
  const formula = (...words) => element('p', { class: 'formula' }, ...words);
  const shapes = text => text ? [element('span', { class: 'shapes' }, text)] : [];
  if (!step) {
    panel.append(element('h2', {}, 'The beginning'),
      element('p', {}, `Only what the graph starts from has values. ${turn} ${turn === 1 ? 'operation computes' : 'operations compute'} the result`
        + (backward ? ', then the gradient flows back through the same operations in reverse.' : '.')),
      element('p', { class: 'soft' }, 'Keys: ← → step, Home and End, space plays, + − 0 zoom, / searches. Point at a node for its numbers.'));
    return;
  }
  const v = step.value, name = symbol(v);
  if (step.seed) {
    panel.append(element('h2', {}, 'Backward begins'), element('p', {}, 'L is the result. A change of L changes L by as much: its gradient is 1.'),
      formula(`dL/dL = ${data.numbersOnly ? digits(gradientNow(v)) : '1'}`));
    return;
  }
  if (!step.backward) {
    panel.append(element('h2', {}, `Forward: ${fullTitle(v)}`));
    const rule = step.formula || `${values[v].label}(${values[v].inputs.map(symbol).join(', ')})`;
    const words = step.formula ? filled(rule, v, true) : rule;
    panel.append(formula(`${name} = ${words}` + (data.numbersOnly
      ? (step.formula ? ` = ${filled(rule, v, false)}` : '') + ` = ${digits(number(v), 6)}` : ''), ...shapes(step.shapes)));
    where(panel, [v, ...values[v].inputs]);
    return;
  }
  panel.append(element('h2', {}, `Backward: ${fullTitle(v)}`), element('p', {}, step.words));
  const list = element('ul', { class: 'parts formula' });
  for (const part of step.parts) {
    const i = values[v].inputs[part.input], others = parts[i].length;
    const formulas = part.formula ? [filled(part.formula, v, true)] : ['by its own rule'];
    if (data.numbersOnly && 'share' in part) {
      if (part.formula && part.formula !== 'G') formulas.push(filled(part.formula, v, false));
      formulas.push(digits(part.share, 6));
    }
    const item = element('li', {}, `${derivative(i)} ${others > 1 ? '+=' : '='} ` + [...new Set(formulas)].join(' = '), ...shapes(part.shapes));
    if (others > 1) {
      const count = parts[i].filter(({ at }) => at <= place).length;
      item.append(element('span', { class: 'shapes' }, `part ${count} of ${others}: ${symbol(i)} is used ${others} times, and the parts add up`
        + (data.numbersOnly && gradientNow(i) !== null ? `; so far ${digits(gradientNow(i), 6)}` : '')));
    }
    list.append(item);
  }
  panel.append(list);
  where(panel, [v, ...values[v].inputs]);
}

// What a value is, in terms of what it was computed from.
function made(i) {
  const step = steps.find(one => one.value === i && !one.backward);
  return step?.formula && !values[i].name ? filled(step.formula, i, true) : fullTitle(i);
}

// Which values the letters stand for, where these are not names.
function where(panel, used) {
  const letters = [...new Set(used)].filter(i => /^v[₀-₉]+$/.test(symbol(i)) || i === data.root && symbol(i) === 'L');
  if (letters.length) panel.append(element('p', { class: 'soft' }, 'where ' + letters.map(i => `${symbol(i)} is ${made(i)}`
    + (values[i].shape ? ' ' + values[i].shape : '')).join(', ')));
}

// ---- Full values

function details(i = chosen ?? stepAt(place)?.value ?? data.root) {
  const panel = find('details'), v = values[i];
  panel.replaceChildren(element('h2', {}, fullTitle(i)));
  const words = [symbol(i), v.kind, v.shape, v.op && v.label, v.path && 'in ' + v.path, data.precision].filter(word => word);
  panel.append(element('p', { class: 'soft' }, [...new Set(words)].join(' · ')));
  const value = element('div'), gradient = element('div');
  panel.append(element('div', { class: 'both' }, value, gradient));
  if (born[i] > place) value.append(element('p', {}, `Not computed yet: it is at step ${born[i]}.`));
  else value.append(...tensor('Value', v.value, ''));
  if (v.kind === 'constant' || v.kind === 'input' || !data.gradients) return;
  if (v.reached === false) gradient.append(element('p', {}, 'Gradient: the result does not depend on it.'));
  else if (hasGradient(i) && v.gradient) gradient.append(...tensor('Gradient', v.gradient, 'gradient-number'));
  else if (hasGradient(i)) gradient.append(element('p', { class: 'soft' }, 'Its gradient was not kept: backwardKeepingAll() keeps it.'));
  else if (data.numbersOnly && gradientNow(i) !== null)
    gradient.append(element('p', {}, 'Gradient so far ', element('span', { class: 'gradient-number' }, digits(gradientNow(i), 6))));
  else gradient.append(element('p', { class: 'soft' }, 'Its gradient has not arrived yet.'));
}

// After a change here numbers are Java's to ten digits in double, to four in float.
const exact = x => changed ? digits(x, float ? 4 : 10) : full(x, float);

function tensor(words, t, kind) {
  const list = element('dl');
  const row = (key, text) => list.append(element('dt', {}, key), element('dd', { class: kind }, text));
  if (t.numbers) {
    if (t.axes.length === 0) {
      row(words, exact(t.numbers[0]));
      return [list];
    }
    if (t.numbers.length === 0) return [element('p', {}, words + ': empty')];
    const columns = t.axes.at(-1), table = element('table', { class: kind });
    for (let at = 0; at < t.numbers.length; at += columns)
      table.append(element('tr', {}, ...t.numbers.slice(at, at + columns).map(x => element('td', { title: full(x, float) }, digits(x)))));
    return [element('p', { class: 'soft' }, words), element('div', { class: 'table', tabindex: '0', role: 'region', 'aria-label': words }, table)];
  }
  row(words, `${t.size.toLocaleString('en')} numbers`);
  for (const name of ['min', 'mean', 'max', 'norm']) row(name, digits(t[name], 6));
  if (t.zeros) row('zeros', t.zeros.toLocaleString('en'));
  if (t.notFinite) row('not finite', t.notFinite.toLocaleString('en'));
  return [list, map(words, t)];
}

// Blue below 0, white at 0, orange above, as in pictures; purple where a number is not finite.
function map(words, t) {
  const size = t.pictures ? Math.max(1, Math.min(8, 200 / t.height, 360 / t.width)) : Math.max(2, Math.min(8, Math.floor(128 / t.height)));
  const canvas = element('canvas', { width: t.width, height: t.height, role: 'img',
    'aria-label': `${words} as a map of ${t.height} by ${t.width}, from blue for ${digits(t.min)} to orange for ${digits(t.max)}` });
  canvas.style.width = t.width * size + 'px';
  const context = canvas.getContext('2d'), image = context.createImageData(t.width, t.height);
  const most = Math.max(...t.cells.filter(Number.isFinite).map(Math.abs), Number.MIN_VALUE);
  t.cells.forEach((x, cell) => {
    const part = Math.abs(x) / most, full = x < 0 ? [0, 114, 178] : [213, 94, 0];
    const colour = Number.isFinite(x) ? full.map(c => 255 + (c - 255) * part) : [204, 0, 170];
    image.data.set([...colour, x === -Infinity ? 0 : 255], 4 * cell);       // between pictures there is nothing
  });
  context.putImageData(image, 0, 0);
  return element('figure', { style: 'margin:0' }, canvas, element('figcaption', { class: 'soft' },
    (t.pictures ?? `${t.rows} × ${t.columns}`) + (t.rows > t.height || t.columns > t.width ? `, averaged to ${t.height} × ${t.width}` : '') + '; blue below 0, orange above' + (t.notFinite ? ', purple not finite' : '')));
}

function choose(i) {
  chosen = chosen === i ? null : i;
  groups.forEach((group, k) => group?.classList.toggle('chosen', k === chosen));
  details();
}

// ---- Numbers to change

const leaves = values.map((v, i) => i).filter(i => values[i].inputs.length === 0);

function offer() {
  const panel = find('leaves');
  if (!data.numbersOnly) return;
  document.querySelector('#panels').classList.add('three');
  if (data.hindrance) return panel.append(element('p', { class: 'soft' }, data.hindrance));
  const reset = element('button', { type: 'button', id: 'reset' }, 'Reset');
  reset.disabled = true;
  const list = element('div', { class: 'leaves' });
  const java = structuredClone({ values: values.map(({ value, gradient }) => ({ value, gradient })), steps });
  leaves.forEach(i => {
    const input = element('input', { type: 'text', inputmode: 'text', id: 'leaf' + i, value: exact(number(i)).replace('−', '-'),
      'aria-label': fullTitle(i) });
    const apply = () => {
      const x = Number(input.value.trim().replace('−', '-').replace('∞', 'Infinity'));
      const wrong = input.value.trim() === '' || Number.isNaN(x) && input.value.trim() !== 'NaN';
      input.setCustomValidity(wrong ? 'A number, as 0.5 or -1e-3' : '');
      if (wrong) return input.reportValidity();
      change(i, float ? Math.fround(x) : x);
      reset.disabled = false;
    };
    input.addEventListener('change', apply);
    input.addEventListener('keydown', event => { if (event.key === 'Enter') apply(); });
    list.append(element('label', {}, element('span', { title: fullTitle(i) }, fullTitle(i)), input));
  });
  reset.addEventListener('click', () => {
    const { values: were, steps: steppedBefore } = structuredClone(java);
    values.forEach((v, i) => Object.assign(v, were[i]));
    steps.forEach((step, k) => (step.parts ?? []).forEach((part, n) => Object.assign(part, steppedBefore[k].parts[n])));
    leaves.forEach(i => { find('leaf' + i).value = full(number(i), float).replace('−', '-'); });
    draw();                                                                  // the numbers that were changed, a last time
    changed = false;
    go(place);
    reset.disabled = true;
  });
  panel.append(element('h2', {}, 'Change a number'), element('p', { class: 'soft' }, 'Forward and backward run again, in this page.'
    + (data.caution ? ' ' + data.caution : '')), list, reset);
}

function change(i, x) {
  values[i].value.numbers[0] = x;
  changed = true;
  const now = values.map((v, k) => number(k)), { gradients, shares } = rerun(data, now);
  values.forEach((v, k) => {
    v.value.numbers[0] = now[k];
    if (v.gradient) v.gradient.numbers[0] = gradients[k] ?? 0;
  });
  steps.forEach(step => (step.parts ?? []).forEach(part => { if ('share' in part) part.share = shares[step.value][part.input]; }));
  go(place);
}

// ---- Modules that fold

// Boxes stand in the picture in the order of the modules.
const boxes = data.modules.map((module, k) => svg.querySelector('#m' + k) ?? svg.querySelectorAll('g.cluster')[k]);
const covers = data.modules.map(() => null);

function fold(k) {
  const module = data.modules[k];
  if (covers[k]) {
    covers[k].remove();
    covers[k] = null;
  } else {
    const box = boxes[k].getBBox(), label = module.path ? module.path + ' ' + module.label : module.label;
    const operations = module.members.filter(i => values[i].inputs.length).length;
    const cover = drawn('g', { class: 'cover', role: 'button', tabindex: '0', 'aria-expanded': 'false', 'aria-label': 'Unfold ' + label });
    const size = Math.max(9, Math.min(13, box.width / 12));
    const words = drawn('text', { x: box.x + box.width / 2, y: box.y + box.height / 2, 'font-size': size });
    const most = Math.max(4, Math.floor(box.width / size / 0.66));
    words.textContent = label.length > most ? label.slice(0, most - 1) + '…' : label;
    const count = drawn('text', { x: box.x + box.width / 2, y: box.y + box.height / 2 + size * 1.5, 'font-size': size * 0.8 });
    count.textContent = `${operations} folded`;
    cover.append(drawn('rect', { x: box.x, y: box.y, width: box.width, height: box.height, rx: 8 }), words, count);
    act(cover, () => fold(k));
    boxes[k].parentNode.append(cover);
    covers[k] = cover;
  }
  hide();
}

function hide() {
  const inside = new Set(data.modules.flatMap((module, k) => covers[k] ? module.members : []));
  groups.forEach((group, i) => group?.classList.toggle('folded', inside.has(i)));
  values.forEach((v, i) => v.inputs.forEach(j => arrows(j, i).forEach(edge =>
    edge.classList.toggle('folded', data.modules.some((module, k) => covers[k] && module.members.includes(i) && module.members.includes(j))))));
  data.modules.forEach((module, k) => {
    const around = data.modules.some((other, n) => n < k && covers[n] && module.members.every(i => other.members.includes(i)));
    boxes[k]?.classList.toggle('folded', around);
    covers[k]?.classList.toggle('folded', around);
    boxes[k]?.setAttribute('aria-expanded', String(!covers[k]));
  });
}

function act(target, work) {
  target.addEventListener('click', () => { if (!(view.moved > 4)) work(); });
  target.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    work();
  });
}

boxes.forEach((box, k) => {
  if (!box) return;
  const module = data.modules[k];
  box.setAttribute('role', 'button');
  box.setAttribute('tabindex', '0');
  box.setAttribute('aria-expanded', 'true');
  box.setAttribute('aria-label', `Fold ${module.path} ${module.label}`);
  box.querySelectorAll('text').forEach(text => text.addEventListener('click', () => { if (!(view.moved > 4)) fold(k); }));
  box.addEventListener('keydown', event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    fold(k);
    covers[k]?.focus();
  });
});

// ---- Search

let hits = [], hit = -1;
function search() {
  const wanted = find('search').value.trim().toLocaleLowerCase('en');
  hits = wanted === '' ? [] : values.map((v, i) => i).filter(i =>
    [title(values[i]), values[i].op, values[i].label, values[i].symbol, values[i].path].some(word => word?.toLocaleLowerCase('en').includes(wanted)));
  hit = -1;
  svg.classList.toggle('searching', wanted !== '');
  groups.forEach((group, i) => group?.classList.toggle('found', hits.includes(i)));
  find('found').textContent = wanted === '' ? '' : hits.length === 0 ? 'not found' : `${hits.length} found`;
}

find('search').addEventListener('input', search);
find('search').addEventListener('keydown', event => {
  if (event.key === 'Escape') { find('search').value = ''; search(); find('search').blur(); }
  if (event.key !== 'Enter' || hits.length === 0) return;
  hit = (hit + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
  chosen = null;
  choose(hits[hit]);
  find('found').textContent = `${hit + 1} of ${hits.length}`;
  if (groups[chosen]) view.reveal(groups[chosen]);
});

// ---- Buttons and keys

find('first').addEventListener('click', () => go(0, 'step'));
find('back').addEventListener('click', () => go(place - 1, 'step'));
find('next').addEventListener('click', () => go(place + 1, 'step'));
find('last').addEventListener('click', () => go(end, 'step'));
find('play').addEventListener('click', play);
find('slider').addEventListener('input', () => go(Number(find('slider').value), 'step'));
find('in').addEventListener('click', () => view.zoom(1.25));
find('out').addEventListener('click', () => view.zoom(0.8));
find('fit').addEventListener('click', () => view.fit());

document.addEventListener('keydown', event => {
  const typing = event.target.matches?.('input:not([type=range])'), onButton = event.target.matches?.('button');
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = { ArrowLeft: () => go(place - 1, 'step'), ArrowRight: () => go(place + 1, 'step'), Home: () => go(0, 'step'), End: () => go(end, 'step'),
    '+': () => view.zoom(1.25), '=': () => view.zoom(1.25), '-': () => view.zoom(0.8), '0': () => view.fit(),
    '/': () => find('search').focus() };
  if (!onButton) keys[' '] = play;
  const on = groups.indexOf(event.target);
  if (on >= 0) {
    keys.Enter = () => choose(on);
    const next = by => { for (let k = on + by; k >= 0 && k < groups.length; k += by) if (groups[k] && !groups[k].classList.contains('folded')) return groups[k].focus(); };
    keys.ArrowUp = () => next(-1);
    keys.ArrowDown = () => next(1);
  }
  const work = keys[event.key];
  if (!work) return;
  event.preventDefault();
  work();
});

const dark = matchMedia('(prefers-color-scheme: dark)');
const theme = name => { document.documentElement.dataset.theme = name; };
dark.addEventListener('change', () => theme(dark.matches ? 'dark' : 'light'));
find('theme').addEventListener('click', () => theme(document.documentElement.dataset.theme === 'dark' ? 'light' : 'dark'));
theme(dark.matches ? 'dark' : 'light');

document.querySelector('h1').textContent = document.title;
document.querySelector('h1').title = document.title;
find('slider').max = end;
svg.setAttribute('role', 'group');
offer();
go(0);

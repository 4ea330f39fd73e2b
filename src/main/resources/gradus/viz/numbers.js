// ---- Numbers: as the pictures write them, and in full.

function digits(x, count = 4) {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  if (x === 0) return '0';
  if (Number.isInteger(x) && Math.abs(x) < 1e6) return signed(String(x));
  const [mantissa, power] = x.toExponential(count - 1).split('e');
  const exponent = Number(power), bare = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  if (exponent < -3 || exponent > 5) return signed(bare) + 'e' + signed(String(exponent));
  const plain = Number(x.toPrecision(count));
  return signed(exponent >= count - 1 ? String(plain) : plain.toFixed(count - 1 - exponent).replace(/\.?0+$/, ''));
}

function signed(text) { return text.replace('-', '−'); }

// Every digit that tells a number from its neighbours.
function full(x, float) {
  if (!Number.isFinite(x)) return digits(x);
  if (Object.is(x, -0)) return '−0';
  if (!float) return signed(String(x));
  for (let count = 1; count < 10; count++) {
    const short = Number(x.toPrecision(count));
    if (Math.fround(short) === x) return signed(String(short));
  }
  return signed(String(x));
}

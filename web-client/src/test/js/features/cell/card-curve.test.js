import { assert, test } from '/test/harness.js';
import { bend } from '/web/features/cell/card-curve.js';

test('each curve passes through the values of its definition', () => {
  // x · Φ(x) at 1 from tables of the normal distribution; x · σ(x) at 1; GELU by tanh as defined by Hendrycks and Gimpel.
  assert.close(bend('erf', 1), 0.8413447, 1e-6);
  assert.close(bend('erf', -1), -0.1586553, 1e-6);
  assert.close(bend('silu', 1), 0.7310586, 1e-6);
  assert.close(bend('tanh', 1), 0.841192, 1e-6);
});

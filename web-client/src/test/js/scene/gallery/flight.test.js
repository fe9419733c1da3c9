import { assert, test } from '/test/harness.js';
import { FLIGHT, arrivalAt, fitsInto, flightAt } from '/web/scene/gallery/flight.js';

const pose = (x, distance) => ({ x, y: 0, z: 0, azimuth: 0, elevation: 0, distance });
const STATIONS = [
  { pose: pose(0, 1e3), parameters: 85_728 },
  { pose: pose(5e4, 1e5), parameters: 124_439_808 },
  { pose: pose(9e5, 2e6), parameters: 174_604_259_328 },
];
const at = (t) => {
  const into = pose(0, 1);
  return { ...flightAt(STATIONS, t, into), pose: into };
};

test('a flight begins at the smallest model and ends at the largest, after twelve seconds', () => {
  assert.equal(at(0).parameters, 85_728);
  assert.deepEqual(at(0).pose, STATIONS[0].pose);
  assert.equal(at(FLIGHT).parameters, 174_604_259_328);
  assert.deepEqual(at(FLIGHT).pose, STATIONS[2].pose);
  assert.equal(FLIGHT, 12);
  assert.ok(at(FLIGHT).done && !at(FLIGHT - 0.01).done);
});

test('the number of parameters never falls, and the camera never jumps', () => {
  let before = at(0);
  for (let t = 0; t <= FLIGHT; t += 1 / 60) {
    const now = at(t);
    assert.ok(now.parameters >= before.parameters, `at ${t}`);
    assert.ok(Math.abs(Math.log(now.pose.distance / before.pose.distance)) < 0.4, `at ${t}`);
    before = now;
  }
});

test('the flight depends on the time only', () => {
  const forwards = at(5);
  at(11);
  assert.deepEqual(at(5), forwards);
});

test('at its arrival times the flight is at the stations', () => {
  STATIONS.forEach((station, i) => assert.equal(at(arrivalAt(i, 3)).parameters, station.parameters));
});

test('two million sorting models fit into GPT-3, and not one more', () => {
  // 174,604,259,328 / 85,728 = 2,036,723.81…
  assert.equal(fitsInto(85_728, 174_604_259_328), 2_036_723);
});

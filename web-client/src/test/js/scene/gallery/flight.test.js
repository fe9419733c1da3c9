import { assert, test } from '/test/harness.js';
import { FLIGHT, arrivalAt, fitsInto, flightAt } from '/web/scene/gallery/flight.js';

const pose = (x, distance) => ({ x, y: 0, z: 0, azimuth: 0, elevation: 0, distance });
const STATIONS = [
  { pose: pose(0, 1e3), left: -200, right: 200 },
  { pose: pose(5e4, 1e5), left: 3e4, right: 7e4 },
  { pose: pose(9e5, 2e6), left: 2e5, right: 17e5 },
];
const at = (t) => {
  const into = pose(0, 1);
  return { ...flightAt(STATIONS, t, into), pose: into };
};

test('a flight begins at the smallest model and ends at the largest, after twelve seconds', () => {
  assert.equal(at(0).station, 0);
  assert.deepEqual(at(0).pose, STATIONS[0].pose);
  assert.equal(at(FLIGHT).station, 2);
  assert.deepEqual(at(FLIGHT).pose, STATIONS[2].pose);
  assert.equal(FLIGHT, 12);
  assert.ok(at(FLIGHT).done && !at(FLIGHT - 0.01).done);
});

test('no model comes back into the middle, and the camera never jumps', () => {
  let before = at(0);
  for (let t = 0; t <= FLIGHT; t += 1 / 60) {
    const now = at(t);
    assert.ok(now.station >= before.station, `at ${t}`);
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
  STATIONS.forEach((station, i) => assert.deepEqual(at(arrivalAt(i, 3)).pose, station.pose));
});

test('two million sorting models fit into GPT-3, and not one more', () => {
  // 174,604,259,328 / 85,728 = 2,036,723.81…
  assert.equal(fitsInto(85_728, 174_604_259_328), 2_036_723);
});

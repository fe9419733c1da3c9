/**
 * Where going on and back leads in a model of seven layers: the step, the layers that the run visits (none: all), how many steps on, and the step there.
 * The server decides it (WalkTest reads this file), and a page expects the same before the server has answered.
 */
export const WAYS = [
  ["start", [0, 1, 4, 6], 1, "cut"],
  ["cut", [0, 1, 4, 6], 1, "embed"],
  ["embed", [0, 1, 4, 6], -1, "cut"],
  ["start", [0, 1, 4, 6], -1, null],
  ["blocks.0.resid_post", [0, 1, 4, 6], 1, "blocks.1"],
  ["blocks.1", [0, 1, 4, 6], 1, "blocks.4"],
  ["blocks.1", [0, 1, 4, 6], -1, "blocks.0.resid_post"],
  ["blocks.4", [0, 1, 4, 6], -1, "blocks.1"],
  ["blocks.6", [0, 1, 4, 6], -1, "blocks.4"],
  ["blocks.3", [0, 1, 4, 6], 1, "blocks.4"],
  ["blocks.3", [0, 1, 4, 6], -1, "blocks.1"],
  ["blocks.2.resid_post", [0, 1, 4, 6], 1, "blocks.4"],
  ["blocks.5.resid_post", [0, 1, 4, 6], 1, "blocks.6"],
  ["blocks.0.resid_post", [], 1, "blocks.1"],
  ["blocks.1", [], 1, "blocks.2"],
  ["blocks.4", [], -1, "blocks.3"],
  ["blocks.2.resid_post", [], 1, "blocks.3"],
  ["nowhere", [], 1, null]
];

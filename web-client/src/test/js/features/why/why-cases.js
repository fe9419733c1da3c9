/**
 * What is left of a question of why after the walk has moved: the question, whether the step, the model's shape and the text are the same,
 * and the question then (null: it is closed). In a room the server decides it (WhyTest reads this file), alone the page.
 */
export const WHY_CASES = [
  [{"tool": "lens"}, true, true, true, {"tool": "lens"}],
  [{"tool": "lens"}, true, true, false, {"tool": "lens"}],
  [{"tool": "lens"}, true, false, false, {"tool": "lens"}],
  [{"tool": "lens"}, false, true, true, null],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, true, true, true, {"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, true, true, false, {"tool": "lens", "view": "x=1"}],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, true, false, true, {"tool": "lens"}],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, true, false, false, {"tool": "lens"}],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, false, true, true, null],
  [{"tool": "lens", "position": 1, "a": 2, "b": "all", "view": "x=1"}, false, false, false, null],
  [{"tool": "patch", "view": "swap=1.2.0"}, true, true, false, {"tool": "patch", "view": "swap=1.2.0"}],
  [{"tool": "score", "position": 0, "view": "layer=1&head=0"}, true, false, true, {"tool": "score"}]
];

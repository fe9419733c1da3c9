/**
 * What is left of a focus after a step: the focus, the layers of the step before and of the step now (null: outside of the layers), and
 * the focus then. The server decides it (FocusTest reads this file), and a page that is ahead of it or has no room does the same.
 */
export const FOCUS_CASES = [
  [{"kind": "step", "head": 2}, 0, 0, {"kind": "step", "head": 2}],
  [{"kind": "step", "head": 2}, 0, 1, {"kind": "step", "head": 0}],
  [{"kind": "step", "head": 2}, 1, null, {"kind": "step", "head": 0}],
  [{"kind": "step", "head": 2}, null, 1, {"kind": "step", "head": 0}],
  [{"kind": "step", "head": 2}, null, null, {"kind": "step", "head": 0}],
  [{"kind": "everything"}, 0, 1, {"kind": "everything"}],
  [{"kind": "everything"}, null, null, {"kind": "everything"}],
  [{"kind": "section", "section": "embedding"}, null, null, {"kind": "step", "head": 0}],
  [{"kind": "section", "section": "output"}, 1, 1, {"kind": "step", "head": 0}],
  [{"kind": "layer", "layer": 1}, 1, 1, {"kind": "step", "head": 0}],
  [{"kind": "part", "layer": 0, "part": "attention"}, 0, 0, {"kind": "step", "head": 0}],
  [{"kind": "part", "layer": 1, "part": "mlp"}, 1, 1, {"kind": "step", "head": 0}],
  [{"kind": "head", "layer": 1, "head": 3}, 1, 1, {"kind": "step", "head": 3}],
  [{"kind": "head", "layer": 1, "head": 3}, 0, 1, {"kind": "step", "head": 3}],
  [{"kind": "head", "layer": 1, "head": 3}, null, 1, {"kind": "step", "head": 3}],
  [{"kind": "head", "layer": 1, "head": 3}, 1, 2, {"kind": "step", "head": 0}],
  [{"kind": "head", "layer": 0, "head": 3}, 0, null, {"kind": "step", "head": 0}],
  [{"kind": "block", "node": "blocks.1.attn.hook_q", "head": 2}, 0, 1, {"kind": "step", "head": 2}],
  [{"kind": "block", "node": "blocks.1.attn.hook_q", "head": 2}, 1, 11, {"kind": "step", "head": 0}],
  [{"kind": "block", "node": "blocks.11.attn.hook_q", "head": 2}, 11, 1, {"kind": "step", "head": 0}],
  [{"kind": "block", "node": "blocks.1.attn.hook_q", "head": null}, 1, 1, {"kind": "step", "head": 0}],
  [{"kind": "block", "node": "logits", "head": null}, null, null, {"kind": "step", "head": 0}],
  [{"kind": "block", "node": "logits", "head": 1}, null, null, {"kind": "step", "head": 0}]
];

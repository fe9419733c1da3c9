/**
 * The graph of a model with alternating layers: local ones with a window of 3 positions, rotary positions and a gated MLP,
 * and global ones without positions, whose scores are divided by d_head and not by its root. It is the server's JSON, which
 * GraphJsonTest checks.
 */
export const ALTERNATING = {
  "sizes": {"d_model": 12, "d_head": 6, "d_mlp": 10, "d_vocab": 7, "n_layers": 4, "n_heads": 4, "n_key_value_heads": 2, "n_ctx": 9},
  "carry": {"name": "blocks.{layer}.hook_resid_pre", "first": "hook_embed", "from": "blocks.{previous}.hook_resid_post"},
  "before": {
    "nodes": [
      {"name": "embed.W_E", "op": "weight", "inputs": [], "axes": [["d_vocab", "d_vocab"], ["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
      {"name": "hook_embed", "op": "embed", "inputs": ["embed.W_E"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "looksUp": "token"}}
    ],
    "steps": [
      {"id": "start", "chapter": "start", "nodes": []},
      {"id": "embed", "chapter": "embedding", "nodes": ["hook_embed"]}
    ]
  },
  "layers": {
    "templates": [
      {
        "name": "local",
        "nodes": [
          {"name": "blocks.{layer}.ln1.hook_scale", "op": "rms", "inputs": ["blocks.{layer}.hook_resid_pre"], "axes": [["pos", "pos"], ["one", 1]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"eps": 1e-05}, "traits": {"rowwise": true, "norm": "rms"}},
          {"name": "blocks.{layer}.ln1.hook_normalized", "op": "divide", "inputs": ["blocks.{layer}.hook_resid_pre", "blocks.{layer}.ln1.hook_scale"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.ln1.w", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.ln1.hook_out", "op": "affine", "inputs": ["blocks.{layer}.ln1.hook_normalized", "blocks.{layer}.ln1.w"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.attn.W_Q", "op": "weight", "inputs": [], "axes": [["head", "n_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "query", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_q", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_Q"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_head", "d_head"]], "role": "query", "frame": "query", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.W_K", "op": "weight", "inputs": [], "axes": [["head", "n_key_value_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "key", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_k", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_K"], "axes": [["pos", "pos"], ["head", "n_key_value_heads"], ["d_head", "d_head"]], "role": "key", "frame": "key", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.W_V", "op": "weight", "inputs": [], "axes": [["head", "n_key_value_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "value", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_v", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_V"], "axes": [["pos", "pos"], ["head", "n_key_value_heads"], ["d_head", "d_head"]], "role": "value", "frame": "value", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.hook_rot_q", "op": "rotate", "inputs": ["blocks.{layer}.attn.hook_q"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_head", "d_head"]], "role": "query", "frame": "query", "derived": false, "params": {"theta": 100.0}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.attn.hook_rot_k", "op": "rotate", "inputs": ["blocks.{layer}.attn.hook_k"], "axes": [["pos", "pos"], ["head", "n_key_value_heads"], ["d_head", "d_head"]], "role": "key", "frame": "key", "derived": false, "params": {"theta": 100.0}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.attn.hook_attn_scores_unscaled", "op": "scores", "inputs": ["blocks.{layer}.attn.hook_rot_q", "blocks.{layer}.attn.hook_rot_k"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": true, "params": {"scale": 1.0}, "traits": {"attention": "scores", "scale": 1.0, "masked": "-Infinity", "window": 3}},
          {"name": "blocks.{layer}.attn.hook_attn_scores", "op": "scores", "inputs": ["blocks.{layer}.attn.hook_rot_q", "blocks.{layer}.attn.hook_rot_k"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"scale": 0.4082482904638631}, "traits": {"attention": "scores", "scale": 0.4082482904638631, "masked": "-Infinity", "window": 3}},
          {"name": "blocks.{layer}.attn.hook_pattern", "op": "softmax", "inputs": ["blocks.{layer}.attn.hook_attn_scores"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {}, "traits": {"rowwise": true, "probability": true, "attention": "pattern", "masked": "0", "window": 3}},
          {"name": "blocks.{layer}.attn.hook_z", "op": "mix", "inputs": ["blocks.{layer}.attn.hook_pattern", "blocks.{layer}.attn.hook_v"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_head", "d_head"]], "role": "value", "frame": "value", "derived": false, "params": {}, "traits": {"attention": "values", "window": 3}},
          {"name": "blocks.{layer}.attn.W_O", "op": "weight", "inputs": [], "axes": [["head", "n_heads"], ["d_head", "d_head"], ["d_model", "d_model"]], "role": "weight", "frame": "value", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_result", "op": "head_result", "inputs": ["blocks.{layer}.attn.hook_z", "blocks.{layer}.attn.W_O"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_model", "d_model"]], "role": "activation", "frame": "value", "derived": true, "params": {}, "traits": {}},
          {"name": "blocks.{layer}.hook_attn_out", "op": "linear", "inputs": ["blocks.{layer}.attn.hook_z", "blocks.{layer}.attn.W_O"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.hook_resid_mid", "op": "add", "inputs": ["blocks.{layer}.hook_resid_pre", "blocks.{layer}.hook_attn_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "addition": true}},
          {"name": "blocks.{layer}.ln2.hook_scale", "op": "rms", "inputs": ["blocks.{layer}.hook_resid_mid"], "axes": [["pos", "pos"], ["one", 1]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"eps": 1e-05}, "traits": {"rowwise": true, "norm": "rms"}},
          {"name": "blocks.{layer}.ln2.hook_normalized", "op": "divide", "inputs": ["blocks.{layer}.hook_resid_mid", "blocks.{layer}.ln2.hook_scale"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.ln2.w", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.ln2.hook_out", "op": "affine", "inputs": ["blocks.{layer}.ln2.hook_normalized", "blocks.{layer}.ln2.w"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.mlp.W_gate", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"], ["d_mlp", "d_mlp"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.mlp.hook_pre", "op": "linear", "inputs": ["blocks.{layer}.ln2.hook_out", "blocks.{layer}.mlp.W_gate"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.mlp.W_in", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"], ["d_mlp", "d_mlp"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.mlp.hook_pre_linear", "op": "linear", "inputs": ["blocks.{layer}.ln2.hook_out", "blocks.{layer}.mlp.W_in"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.mlp.hook_gate", "op": "silu", "inputs": ["blocks.{layer}.mlp.hook_pre"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "curve": "silu"}},
          {"name": "blocks.{layer}.mlp.hook_post", "op": "multiply", "inputs": ["blocks.{layer}.mlp.hook_gate", "blocks.{layer}.mlp.hook_pre_linear"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "gate": true}},
          {"name": "blocks.{layer}.mlp.W_out", "op": "weight", "inputs": [], "axes": [["d_mlp", "d_mlp"], ["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.hook_mlp_out", "op": "linear", "inputs": ["blocks.{layer}.mlp.hook_post", "blocks.{layer}.mlp.W_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.hook_resid_post", "op": "add", "inputs": ["blocks.{layer}.hook_resid_mid", "blocks.{layer}.hook_mlp_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "addition": true}}
        ],
        "steps": [
          {"id": "blocks.{layer}.ln1", "chapter": "norm1", "nodes": ["blocks.{layer}.ln1.hook_scale", "blocks.{layer}.ln1.hook_normalized", "blocks.{layer}.ln1.hook_out"]},
          {"id": "blocks.{layer}.attn.qkv", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_q", "blocks.{layer}.attn.hook_k", "blocks.{layer}.attn.hook_v"]},
          {"id": "blocks.{layer}.attn.rotate", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_rot_q", "blocks.{layer}.attn.hook_rot_k"]},
          {"id": "blocks.{layer}.attn.scores", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_attn_scores_unscaled", "blocks.{layer}.attn.hook_attn_scores"]},
          {"id": "blocks.{layer}.attn.pattern", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_pattern"]},
          {"id": "blocks.{layer}.attn.z", "chapter": "mix", "nodes": ["blocks.{layer}.attn.hook_z"]},
          {"id": "blocks.{layer}.attn.out", "chapter": "mix", "nodes": ["blocks.{layer}.attn.hook_result", "blocks.{layer}.hook_attn_out"]},
          {"id": "blocks.{layer}.resid_mid", "chapter": "mix", "nodes": ["blocks.{layer}.hook_resid_mid"]},
          {"id": "blocks.{layer}.ln2", "chapter": "norm2", "nodes": ["blocks.{layer}.ln2.hook_scale", "blocks.{layer}.ln2.hook_normalized", "blocks.{layer}.ln2.hook_out"]},
          {"id": "blocks.{layer}.mlp.pre", "chapter": "mlp", "nodes": ["blocks.{layer}.mlp.hook_pre", "blocks.{layer}.mlp.hook_pre_linear"]},
          {"id": "blocks.{layer}.mlp.post", "chapter": "mlp", "nodes": ["blocks.{layer}.mlp.hook_gate", "blocks.{layer}.mlp.hook_post"]},
          {"id": "blocks.{layer}.mlp.out", "chapter": "mlp", "nodes": ["blocks.{layer}.hook_mlp_out"]},
          {"id": "blocks.{layer}.resid_post", "chapter": "mlp", "nodes": ["blocks.{layer}.hook_resid_post"]}
        ]
      },
      {
        "name": "global",
        "nodes": [
          {"name": "blocks.{layer}.ln1.hook_scale", "op": "rms", "inputs": ["blocks.{layer}.hook_resid_pre"], "axes": [["pos", "pos"], ["one", 1]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"eps": 1e-05}, "traits": {"rowwise": true, "norm": "rms"}},
          {"name": "blocks.{layer}.ln1.hook_normalized", "op": "divide", "inputs": ["blocks.{layer}.hook_resid_pre", "blocks.{layer}.ln1.hook_scale"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.ln1.w", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.ln1.hook_out", "op": "affine", "inputs": ["blocks.{layer}.ln1.hook_normalized", "blocks.{layer}.ln1.w"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.attn.W_Q", "op": "weight", "inputs": [], "axes": [["head", "n_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "query", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_q", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_Q"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_head", "d_head"]], "role": "query", "frame": "query", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.W_K", "op": "weight", "inputs": [], "axes": [["head", "n_key_value_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "key", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_k", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_K"], "axes": [["pos", "pos"], ["head", "n_key_value_heads"], ["d_head", "d_head"]], "role": "key", "frame": "key", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.W_V", "op": "weight", "inputs": [], "axes": [["head", "n_key_value_heads"], ["d_model", "d_model"], ["d_head", "d_head"]], "role": "weight", "frame": "value", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_v", "op": "linear", "inputs": ["blocks.{layer}.ln1.hook_out", "blocks.{layer}.attn.W_V"], "axes": [["pos", "pos"], ["head", "n_key_value_heads"], ["d_head", "d_head"]], "role": "value", "frame": "value", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.attn.hook_attn_scores_unscaled", "op": "scores", "inputs": ["blocks.{layer}.attn.hook_q", "blocks.{layer}.attn.hook_k"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": true, "params": {"scale": 1.0}, "traits": {"attention": "scores", "scale": 1.0, "masked": "-Infinity"}},
          {"name": "blocks.{layer}.attn.hook_attn_scores", "op": "scores", "inputs": ["blocks.{layer}.attn.hook_q", "blocks.{layer}.attn.hook_k"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"scale": 0.16666666666666666}, "traits": {"attention": "scores", "scale": 0.16666666666666666, "masked": "-Infinity"}},
          {"name": "blocks.{layer}.attn.hook_pattern", "op": "softmax", "inputs": ["blocks.{layer}.attn.hook_attn_scores"], "axes": [["head", "n_heads"], ["q_pos", "pos"], ["k_pos", "pos"]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {}, "traits": {"rowwise": true, "probability": true, "attention": "pattern", "masked": "0"}},
          {"name": "blocks.{layer}.attn.hook_z", "op": "mix", "inputs": ["blocks.{layer}.attn.hook_pattern", "blocks.{layer}.attn.hook_v"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_head", "d_head"]], "role": "value", "frame": "value", "derived": false, "params": {}, "traits": {"attention": "values"}},
          {"name": "blocks.{layer}.attn.W_O", "op": "weight", "inputs": [], "axes": [["head", "n_heads"], ["d_head", "d_head"], ["d_model", "d_model"]], "role": "weight", "frame": "value", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.attn.hook_result", "op": "head_result", "inputs": ["blocks.{layer}.attn.hook_z", "blocks.{layer}.attn.W_O"], "axes": [["pos", "pos"], ["head", "n_heads"], ["d_model", "d_model"]], "role": "activation", "frame": "value", "derived": true, "params": {}, "traits": {}},
          {"name": "blocks.{layer}.hook_attn_out", "op": "linear", "inputs": ["blocks.{layer}.attn.hook_z", "blocks.{layer}.attn.W_O"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.hook_resid_mid", "op": "add", "inputs": ["blocks.{layer}.hook_resid_pre", "blocks.{layer}.hook_attn_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "addition": true}},
          {"name": "blocks.{layer}.ln2.hook_scale", "op": "rms", "inputs": ["blocks.{layer}.hook_resid_mid"], "axes": [["pos", "pos"], ["one", 1]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"eps": 1e-05}, "traits": {"rowwise": true, "norm": "rms"}},
          {"name": "blocks.{layer}.ln2.hook_normalized", "op": "divide", "inputs": ["blocks.{layer}.hook_resid_mid", "blocks.{layer}.ln2.hook_scale"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.ln2.w", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.ln2.hook_out", "op": "affine", "inputs": ["blocks.{layer}.ln2.hook_normalized", "blocks.{layer}.ln2.w"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
          {"name": "blocks.{layer}.mlp.W_in", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"], ["d_mlp", "d_mlp"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.mlp.b_in", "op": "weight", "inputs": [], "axes": [["d_mlp", "d_mlp"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.mlp.hook_pre", "op": "linear", "inputs": ["blocks.{layer}.ln2.hook_out", "blocks.{layer}.mlp.W_in", "blocks.{layer}.mlp.b_in"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.mlp.hook_post", "op": "gelu", "inputs": ["blocks.{layer}.mlp.hook_pre"], "axes": [["pos", "pos"], ["d_mlp", "d_mlp"]], "role": "activation", "frame": "activation", "derived": false, "params": {"form": "erf"}, "traits": {"rowwise": true, "curve": "erf"}},
          {"name": "blocks.{layer}.mlp.W_out", "op": "weight", "inputs": [], "axes": [["d_mlp", "d_mlp"], ["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.mlp.b_out", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
          {"name": "blocks.{layer}.hook_mlp_out", "op": "linear", "inputs": ["blocks.{layer}.mlp.hook_post", "blocks.{layer}.mlp.W_out", "blocks.{layer}.mlp.b_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"product": true}},
          {"name": "blocks.{layer}.hook_resid_post", "op": "add", "inputs": ["blocks.{layer}.hook_resid_mid", "blocks.{layer}.hook_mlp_out"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true, "addition": true}}
        ],
        "steps": [
          {"id": "blocks.{layer}.ln1", "chapter": "norm1", "nodes": ["blocks.{layer}.ln1.hook_scale", "blocks.{layer}.ln1.hook_normalized", "blocks.{layer}.ln1.hook_out"]},
          {"id": "blocks.{layer}.attn.qkv", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_q", "blocks.{layer}.attn.hook_k", "blocks.{layer}.attn.hook_v"]},
          {"id": "blocks.{layer}.attn.scores", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_attn_scores_unscaled", "blocks.{layer}.attn.hook_attn_scores"]},
          {"id": "blocks.{layer}.attn.pattern", "chapter": "attention", "nodes": ["blocks.{layer}.attn.hook_pattern"]},
          {"id": "blocks.{layer}.attn.z", "chapter": "mix", "nodes": ["blocks.{layer}.attn.hook_z"]},
          {"id": "blocks.{layer}.attn.out", "chapter": "mix", "nodes": ["blocks.{layer}.attn.hook_result", "blocks.{layer}.hook_attn_out"]},
          {"id": "blocks.{layer}.resid_mid", "chapter": "mix", "nodes": ["blocks.{layer}.hook_resid_mid"]},
          {"id": "blocks.{layer}.ln2", "chapter": "norm2", "nodes": ["blocks.{layer}.ln2.hook_scale", "blocks.{layer}.ln2.hook_normalized", "blocks.{layer}.ln2.hook_out"]},
          {"id": "blocks.{layer}.mlp.pre", "chapter": "mlp", "nodes": ["blocks.{layer}.mlp.hook_pre"]},
          {"id": "blocks.{layer}.mlp.post", "chapter": "mlp", "nodes": ["blocks.{layer}.mlp.hook_post"]},
          {"id": "blocks.{layer}.mlp.out", "chapter": "mlp", "nodes": ["blocks.{layer}.hook_mlp_out"]},
          {"id": "blocks.{layer}.resid_post", "chapter": "mlp", "nodes": ["blocks.{layer}.hook_resid_post"]}
        ]
      }
    ],
    "order": [0, 1]
  },
  "after": {
    "nodes": [
      {"name": "ln_final.hook_scale", "op": "rms", "inputs": ["blocks.{last}.hook_resid_post"], "axes": [["pos", "pos"], ["one", 1]], "role": "aggregate", "frame": "aggregate", "derived": false, "params": {"eps": 1e-05}, "traits": {"rowwise": true, "norm": "rms"}},
      {"name": "ln_final.hook_normalized", "op": "divide", "inputs": ["blocks.{last}.hook_resid_post", "ln_final.hook_scale"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
      {"name": "ln_final.w", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"]], "role": "weight", "frame": "weight", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
      {"name": "ln_final.hook_out", "op": "affine", "inputs": ["ln_final.hook_normalized", "ln_final.w"], "axes": [["pos", "pos"], ["d_model", "d_model"]], "role": "activation", "frame": "activation", "derived": false, "params": {}, "traits": {"rowwise": true}},
      {"name": "unembed.W_U", "op": "weight", "inputs": [], "axes": [["d_model", "d_model"], ["d_vocab", "d_vocab"]], "role": "weight", "frame": "prediction", "derived": false, "params": {}, "traits": {"table": true, "learned": true}},
      {"name": "logits", "op": "linear", "inputs": ["ln_final.hook_out", "unembed.W_U"], "axes": [["pos", "pos"], ["d_vocab", "d_vocab"]], "role": "prediction", "frame": "prediction", "derived": false, "params": {}, "traits": {"product": true}},
      {"name": "probs", "op": "softmax", "inputs": ["logits"], "axes": [["pos", "pos"], ["d_vocab", "d_vocab"]], "role": "prediction", "frame": "prediction", "derived": false, "params": {}, "traits": {"rowwise": true, "probability": true}}
    ],
    "steps": [
      {"id": "ln_final", "chapter": "output", "nodes": ["ln_final.hook_scale", "ln_final.hook_normalized", "ln_final.hook_out"]},
      {"id": "logits", "chapter": "output", "nodes": ["logits"]},
      {"id": "probs", "chapter": "output", "nodes": ["probs"]}
    ]
  }
};

/**
 * The architectures: one declaration each, about a page long, and the parts that decoders share.
 *
 * <p>Nodes have the names of TransformerLens's hooks, of unprocessed weights. Where it has none, we add one:
 *
 * <ul>
 *   <li>{@code ln1.hook_mean} (also {@code ln2}, {@code ln_final}), {@code [pos, 1]}: the mean of the row. It is a node of its own, so that
 *       the explanation of a normalised cell names two cells instead of a whole row;
 *   <li>{@code ln1.hook_out} (also {@code ln2}, {@code ln_final}), {@code [pos, d_model]}: after γ and β;
 *   <li>{@code mlp.hook_gate}, {@code [pos, d_mlp]}: SiLU of {@code hook_pre} in a gated MLP; times {@code hook_pre_linear} it is
 *       {@code hook_post};
 *   <li>{@code attn.q_norm.hook_scale}, {@code .hook_normalized}, {@code .hook_out} (also {@code k_norm}): the norm of queries or keys, each
 *       head by itself or all together;
 *   <li>{@code attn.hook_out}, {@code mlp.hook_out}, {@code [pos, d_model]}: what the norm behind attention or the MLP reads. Its nodes are
 *       {@code ln1_post} and {@code ln2_post}; {@code hook_attn_out} and {@code hook_mlp_out} are behind it;
 *   <li>{@code attn.hook_result_post}, {@code [pos, head, d_model]}: {@code hook_result} behind that norm, its divisor held fixed;
 *   <li>{@code attn.hook_attn_scores_unscaled}, {@code [head, q_pos, k_pos]}: q · k before scaling.
 * </ul>
 *
 * <p>From layer 1 on, {@code blocks.N.hook_resid_pre} is {@code blocks.N−1.hook_resid_post}: the tensor is kept, drawn and stepped once, and
 * can be read by both names. In Llama, {@code blocks.0.hook_resid_pre} is {@code hook_embed}. Where attention and MLP work side by side there is no
 * {@code hook_resid_mid}.
 */
package io.orrery.graph.architecture;

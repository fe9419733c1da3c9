/**
 * Which blocks a coloured word of a step's card names: of the blocks that the step computes and reads, those of the word's
 * role; if the label of one of these is the word itself, in any of its forms, that one only. Pure.
 */
import { stepNodes } from '../../model/graph.js';
import { roleClass } from '../../ui/cell-words.js';
import { stemOf } from '../../ui/word-stem.js';

/**
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string} step
 * @param {{role: string, word: string}} link `role` is the class that colours it
 * @param {(node: string) => string} nameOf a node's label
 * @param {string[]} endings of words in the page's language (`ui/word-stem.js`)
 * @returns {string[]} names of nodes
 */
export function nodesOfWord(graph, step, { role, word }, nameOf, endings) {
  const computed = stepNodes(graph, step).filter((node) => !node.derived),
    names = new Set(computed.flatMap((node) => [node.name, ...node.inputs]));
  const nodes = [...names].flatMap((name) => graph.nodes.get(name) ?? []).filter((node) => !node.derived);
  const ofRole = nodes.filter((node) => roleClass(node.role) === role),
    candidates = ofRole.length > 0 ? ofRole : nodes.filter((node) => roleClass(node.frame) === role);
  const wanted = stemOf(word, endings),
    called = candidates.filter((node) => stemOf(nameOf(node.name), endings) === wanted);
  return (called.length > 0 ? called : candidates).map((node) => node.name);
}

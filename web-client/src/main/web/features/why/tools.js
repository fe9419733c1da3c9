/**
 * The registry of tools, in the order of the menu. A tool is a folder with an element that draws a {@link Stage}, and its texts below
 * `why.tool.<name>` in the strings files: `title`, `question`, `how`, `source`, `limits`.
 *
 * @typedef {object} Stage  what a tool's element is drawn from
 * @property {import('../../ui/view.js').View} view
 * @property {import('../../model/graph.js').Graph} graph
 * @property {import('../../model/trace.js').Trace} trace
 * @property {import('./question.js').Question} question  as it was asked; what is left out has its default
 * @property {any} about         the head of an answer that has arrived: `a`, `b`, `position`, `logit_a`, `logit_difference`, `text`
 * @property {Record<string, string>} opened  what is opened within the tool
 * @property {{width: number, height: number, narrow: boolean, hall: boolean}} area  for the tool, px; `hall`: no text below 28 px
 * @property {boolean} mayAsk    whether this person may change what everyone sees
 * @property {(parameters?: Record<string, string | number>) => any} ask  the tool's answer, or null until it has arrived
 * @property {(parameters?: Record<string, string | number>) => import('./measured.js').Measuring} measure  the same with its progress, or why
 *   there is none
 * @property {(changes: Record<string, string | number | null>) => void} open  opens or closes a part within the tool, for everyone
 * @property {(change: Partial<import('./question.js').Question>) => void} target  changes the target, for everyone
 * @property {(token: number) => string} word  a token's text, as far as an answer names it
 *
 * @typedef {object} Tool
 * @property {string} name      as on the command line
 * @property {(stage: Stage) => unknown} draw
 * @property {(question: import('./question.js').Question, trace: any, graph: any) => Record<string, string | number>} [first]  the parameters of the
 *   request whose answer the frame needs for the sentence about the target
 */
import { html } from 'lit';
import './lens/lens.js';
import './votes/votes.js';
import './texts/texts.js';
import './circuit/circuit.js';
import { graphAsked } from './circuit/graph.js';
import { columnOf } from './lens/lens-rows.js';
import { textsAsked } from './texts/second-text.js';

/** @type {Tool[]} */
export const TOOLS = [
  { name: 'lens', first: columnOf, draw: (stage) => html`<orrery-why-lens .stage=${stage}></orrery-why-lens>` },
  { name: 'attribution', draw: (stage) => html`<orrery-why-votes .stage=${stage}></orrery-why-votes>` },
  { name: 'patch', first: textsAsked, draw: (stage) => html`<orrery-why-texts .stage=${stage}></orrery-why-texts>` },
  { name: 'circuit', first: graphAsked, draw: (stage) => html`<orrery-why-circuit .stage=${stage}></orrery-why-circuit>` },
];

/** @param {string} name @returns {Tool | undefined} undefined if this page has no such tool */
export const toolOf = (name) => TOOLS.find((tool) => tool.name === name);

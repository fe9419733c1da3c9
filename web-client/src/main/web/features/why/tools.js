/**
 * The registry of tools, in the order of the menu. A tool is a folder with an element that draws a {@link ToolContext}, and its texts below
 * `why.tool.<name>` in the strings files: `title`, `menu` (short), `question`, `how`, `source`, `limits`.
 *
 * @typedef {import('./measured.js').Answers} Answers
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../model/trace.js').Trace} Trace
 * @typedef {import('./question.js').WhyQuestion} WhyQuestion
 */
/**
 * What a tool's element is drawn from.
 * @template {keyof Answers} [Name=keyof Answers]  the tools that answer it
 * @typedef {object} ToolContext
 * @property {import('../../ui/view.js').View} view
 * @property {Graph} graph
 * @property {Trace} trace
 * @property {WhyQuestion} question  as it was asked; what is left out has its default
 * @property {Answers[Name]} about  an answer about the target that has arrived
 * @property {Record<string, string>} opened  what is opened within the tool
 * @property {{width: number, height: number, narrow: boolean, hall: boolean}} area  for the tool, px; `hall`: no text below 28 px
 * @property {boolean} mayAsk    whether this person may change what everyone sees
 * @property {boolean} saysErrors  whether this page says why something could not be measured; the hall and phones do not
 * @property {(parameters?: Record<string, string | number>, tool?: string) => Answers[Name] | null} ask  the tool's answer, or that of another one about the same target;
 *   null until it has arrived
 * @property {(parameters?: Record<string, string | number>) => import('./measured.js').Measuring<Answers[Name]>} measure  the same with its progress, or why
 *   there is none
 * @property {(changes: Record<string, string | number | null>) => void} open  opens or closes a part within the tool, for everyone
 * @property {(change: Partial<WhyQuestion>) => void} target  changes the target, for everyone
 * @property {{left?: number, top?: number, right?: number, bottom?: number}} covered  width of the page's panels on each side, px
 * @property {import('../../page/scene-host.js').SceneHost | null} scene  of the page
 * @property {import('./measured.js').Turns} turns  in which the page's requests are answered
 * @property {(token: number) => string} word  a token's text, as far as an answer names it
 * @property {string} theme
 * @property {boolean} inMachine  the answer is drawn in the machine: the tool draws its sentence only, and gives the rest to `show`
 * @property {(finding: import('../../scene/annotate/findings.js').Finding) => void} show  draws in the machine
 * @property {(tool: string, changes: Record<string, string | number | null>) => void} go  opens another tool about the same target, for everyone
 */
/**
 * @typedef {object} Tool
 * @property {string} name      as on the command line
 * @property {(context: ToolContext) => unknown} draw
 * @property {boolean} [inMachine]  its answer can be drawn in the machine itself
 * @property {boolean} [isAboutWords]  it is about words, not about an answer: no target is named, and the machine's canvas is free behind it
 * @property {boolean} [hasNoTarget]  it is about a word of the text, not about an answer: no target is named
 * @property {(question: WhyQuestion, trace: Trace, graph: Graph) => Record<string, string | number>} [first]  the parameters of the request
 *   whose answer the frame needs for the sentence about the target
 * @property {boolean} [saysHowFar]  it says itself how far its long measurements are, but in the hall
 * @property {string} [within]  the tool of the menu from which this one is opened
 * @property {(trace: Trace, opened: Record<string, string>) => {tool: string, trace: string}} [asks]  which tool of the server answers, about which run; the same tool and
 *   the present run by default
 */
import { html } from 'lit';
import './lens/lens.js';
import './heads/heads.js';
import './heads/score.js';
import './saliency/saliency.js';
import './attribution/attribution.js';
import './patching/patching.js';
import './circuit/circuit.js';
import { insist } from '../../live/retry.js';
import { askedOf } from './embedding/embedding-view.js';
import { asked as neuronsAsked } from './neurons/neuron-rows.js';
import '../ablation/change-tool.js';
import { graphAsked } from './circuit/graph.js';
import { columnOf } from './lens/lens-rows.js';
import { MEASURED } from './heads/heads-rows.js';
import { pairAsked } from './heads/score-rows.js';
import { BASELINES, asked } from './saliency/saliency-rows.js';
import { textsAsked } from './patching/second-text.js';
import { viewOf } from './question.js';

/** The module of the words as places, which brings three.js, once it is needed. @type {Promise<unknown> | null} */
let places = null;

/** @param {ToolContext} context */
function embedding(context) {
  places ??= insist(() => import('./embedding/embedding.js'));
  return html`<orrery-why-embedding .context=${context}></orrery-why-embedding>`;
}

/** The module of neurons, once it is needed. @type {Promise<unknown> | null} */
let neurons = null;

/** @type {Tool[]} */
export const TOOLS = [
  {
    name: 'lens',
    inMachine: true,
    first: columnOf,
    draw: (context) => html`<orrery-why-lens .context=${context}></orrery-why-lens>`,
  },
  {
    name: 'attribution',
    inMachine: true,
    draw: (context) => html`<orrery-why-votes .context=${context}></orrery-why-votes>`,
  },
  {
    name: 'heads',
    first: () => MEASURED,
    draw: (context) => html`<orrery-why-heads .context=${context}></orrery-why-heads>`,
  },
  {
    name: 'score',
    within: 'heads',
    first: pairAsked,
    draw: (context) => html`<orrery-why-score .context=${context}></orrery-why-score>`,
  },
  {
    name: 'saliency',
    first: () => asked(BASELINES[0]),
    draw: (context) => html`<orrery-why-saliency .context=${context}></orrery-why-saliency>`,
  },
  {
    name: 'change',
    // the changes are made to the unchanged run; without any, the votes tell what a change might do
    asks: ({ id, info }, { each }) => ({
      tool: info.changes || each ? 'change' : 'attribution',
      trace: info.unchanged ?? id,
    }),
    /** @returns {Record<string, string>} */
    first: (question, { info }) => {
      const { each } = viewOf(question);
      return each ? { each } : info.changes ? { set: info.changes.join(';') } : {};
    },
    draw: (context) => html`<orrery-why-change .context=${context}></orrery-why-change>`,
  },
  {
    name: 'patch',
    saysHowFar: true,
    first: textsAsked,
    draw: (context) => html`<orrery-why-texts .context=${context}></orrery-why-texts>`,
  },
  {
    name: 'circuit',
    inMachine: true,
    first: graphAsked,
    draw: (context) => html`<orrery-why-circuit .context=${context}></orrery-why-circuit>`,
  },
  {
    name: 'neurons',
    hasNoTarget: true,
    first: (question) => neuronsAsked(viewOf(question)),
    draw: (context) => {
      neurons ??= insist(() => import('./neurons/neurons.js'));
      return html`<orrery-why-neurons .context=${context}></orrery-why-neurons>`;
    },
  },
  { name: 'embedding', isAboutWords: true, first: askedOf, draw: embedding },
];

/** @param {string} name @returns {Tool | undefined} undefined if this page has no such tool */
export const toolOf = (name) => TOOLS.find((tool) => tool.name === name);

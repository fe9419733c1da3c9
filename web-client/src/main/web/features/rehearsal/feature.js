/** Rehearsal: an invented audience at a press, and a line on every screen as long as it is there. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';

/**
 * @typedef {import('../../ui/view.js').View} View
 *
 * @typedef {object} Parts
 * @property {{people: number} | null} [rehearsal]  how many invented people take part
 *
 * @typedef {object} Commands
 * @property {{questions: string[], texts: string[]}} rehearse
 * @property {{}} rehearse-end
 */

const load = () => import('./elements.js');
/** @type {Promise<unknown> | null} */
let loading = null;

const isOn = (/** @type {View} */ { room }) => Boolean(room?.parts.rehearsal);

/** @type {import('../../ui/features.js').Manifest} */
export const withMachine = {
  panels: [
    {
      place: 'over',
      order: 71,
      when: isOn,
      render(view) {
        loading ??= insist(load);
        return html`<orrery-rehearsal class="rehearsal" .view=${view}></orrery-rehearsal>`;
      },
    },
  ],
  actions: {
    rehearse: driving((conductor, _, page) =>
      load()
        .then(({ script }) => script(conductor.trace?.info.model))
        .then((written) => conductor.command({ do: 'rehearse', ...written }))
        .catch((problem) => page.say({ problem })),
    ),
    rehearseEnd: inRoom((conductor) => conductor.command({ do: 'rehearse-end' })),
  },
};

/** @type {import('../../ui/features.js').Manifest} */
export const whenFinding = {
  finds: {
    rehearse: { when: ({ view }) => Boolean(view.room) && !isOn(view) },
    rehearseEnd: { when: ({ page, view }) => page.page === 'presenter' && isOn(view) },
  },
};

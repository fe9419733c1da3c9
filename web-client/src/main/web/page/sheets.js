/** What somebody must reach for, over all else: each is there, and closed. */
import { html, nothing } from 'lit';

/** @param {import('../ui/view.js').View} view @param {import('../live/conductor.js').Conductor} conductor */
export function sheets(view, conductor) {
  // Nothing is pressed on the hall's screen; whoever set it up may have a keyboard there.
  if (view.page === 'projector') return html`<orrery-help .page=${view.page}></orrery-help>`;
  return html`${view.room?.mayDrive ? html`<orrery-wheel .view=${view}></orrery-wheel>` : nothing}
    <orrery-help .page=${view.page}></orrery-help>
    <orrery-link></orrery-link>
    ${view.mayDrive && view.room
      ? html`<orrery-ready .view=${view} .run=${(text, model) => conductor.prompt(text, model)}></orrery-ready>`
      : nothing}
    ${view.mayDrive
      ? html`<orrery-prompt .view=${view} .run=${(text, model, chat) => conductor.prompt(text, model, chat)}></orrery-prompt>`
      : nothing}`;
}

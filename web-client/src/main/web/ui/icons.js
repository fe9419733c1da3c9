/** Line drawings on a 20 px square. They are decorative; the buttons around them have the names. */
import { svg, html } from 'lit';

const icon = (/** @type {unknown} */ drawing) => html`<svg viewBox="0 0 20 20" aria-hidden="true">${drawing}</svg>`;

export const icons = {
  back: icon(svg`<path d="M12 4.5 6.5 10l5.5 5.5"/>`),
  forward: icon(svg`<path d="M8 4.5 13.5 10 8 15.5"/>`),
  play: icon(svg`<path d="M6.5 4.2v11.6l9-5.8z"/>`),
  pause: icon(svg`<path d="M7 4.5v11M13 4.5v11"/>`),
  generate: icon(svg`<rect x="2.5" y="5.5" width="8" height="9" rx="1.5"/><path d="M15.5 7v6M12.5 10h6"/>`),
  prompt: icon(svg`<path d="M4 6V4.5h12V6M10 4.5v11M7.5 15.5h5"/>`),
  reset: icon(svg`<path d="M5 4.5v11M15.5 5 8.5 10l7 5z"/>`),
  blank: icon(svg`<rect x="2.5" y="4" width="15" height="10" rx="1.5"/><path d="M7 17h6M4 16 16.5 2.5"/>`),
  fullscreen: icon(svg`<path d="M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4"/>`),
  help: icon(
    svg`<circle cx="10" cy="10" r="7.5"/><path d="M7.8 7.8a2.2 2.2 0 1 1 3.3 2c-.8.4-1.1.9-1.1 1.7M10 14.2v.1"/>`,
  ),
  theme: icon(
    svg`<circle cx="10" cy="10" r="6.5"/><path d="M10 3.5v13a6.5 6.5 0 0 0 0-13z" fill="currentColor" stroke="none"/>`,
  ),
  overview: icon(
    svg`<circle cx="10" cy="10" r="7.5"/><circle cx="10" cy="10" r="2.2"/><path d="M10 2.5v3M10 14.5v3M2.5 10h3M14.5 10h3"/>`,
  ),
  link: icon(
    svg`<path d="M8.5 11.5a3.2 3.2 0 0 0 4.6.2l2.6-2.6a3.2 3.2 0 0 0-4.5-4.6l-1 1M11.5 8.5a3.2 3.2 0 0 0-4.6-.2l-2.6 2.6a3.2 3.2 0 0 0 4.5 4.6l1-1"/>`,
  ),
  picture: icon(
    svg`<rect x="2.5" y="4" width="15" height="12" rx="1.5"/><circle cx="7" cy="8.2" r="1.4"/><path d="m3 14.5 4.2-3.8 2.6 2.2 3.4-3.6 4 4.2"/>`,
  ),
  done: icon(svg`<circle cx="10" cy="10" r="7.5"/><path d="m6.5 10.3 2.4 2.4 4.8-5.2"/>`),
  waiting: icon(svg`<circle cx="10" cy="10" r="7.5" stroke-dasharray="3 3"/>`),
  wrong: icon(svg`<path d="M10 3 18 16.5H2z"/><path d="M10 8v4M10 14.2v.1"/>`),
  laser: icon(
    svg`<circle cx="10" cy="10" r="2.4" fill="currentColor" stroke="none"/><path d="M10 2.5v4M10 13.5v4M2.5 10h4M13.5 10h4"/>`,
  ),
  mark: icon(
    svg`<path d="M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13"/><rect x="8" y="8" width="4" height="4" fill="currentColor" stroke="none"/>`,
  ),
  share: icon(svg`<rect x="2.5" y="6" width="10" height="8" rx="1.5"/><path d="m12.5 9.2 5-2.7v7l-5-2.7"/>`),
  undo: icon(svg`<path d="M4 8.5h8a4 4 0 0 1 0 8H8M7 5 3.5 8.5 7 12"/>`),
  ready: icon(svg`<path d="M4 5h12M4 10h12M4 15h7"/>`),
  stop: icon(svg`<rect x="5" y="5" width="10" height="10" rx="1.5"/>`),
  gather: icon(svg`<path d="M3.5 3.5h5v5h-5zM11.5 3.5h5v5h-5zM3.5 11.5h5v5h-5zM11.5 11.5h2v2M16.5 11.5v5h-5"/>`),
  copy: icon(
    svg`<rect x="2.5" y="3.5" width="15" height="10" rx="1.5"/><rect x="10" y="9" width="9" height="6.5" rx="1" fill="var(--surface)"/>`,
  ),
  more: icon(svg`<path d="M4.5 10h.1M10 10h.1M15.5 10h.1" stroke-width="3"/>`),
  unmark: icon(svg`<path d="M3.5 7V3.5H7M13 3.5h3.5V7M16.5 13v3.5H13M7 16.5H3.5V13M7.5 7.5l5 5M12.5 7.5l-5 5"/>`),
  flight: icon(
    svg`<circle cx="3.5" cy="16.5" r="1"/><path d="M5.5 14.5C8 11 10 9.5 13 8.5M11 8l2.4.4-1 2.3"/><circle cx="15" cy="5" r="3"/>`,
  ),
  text: icon(svg`<path d="M3.5 4.5h13M5.5 10l4.5 5 4.5-5"/>`),
  find: icon(svg`<circle cx="8.5" cy="8.5" r="5.5"/><path d="m12.7 12.7 4.3 4.3"/>`),
  close: icon(svg`<path d="m5 5 10 10M15 5 5 15"/>`),
};

/**
 * How people join a room: the address that the presenter chose, and its QR code.
 *
 * @typedef {import('./view.js').View} View
 */
import { html } from 'lit';
import { spokenCode } from '../live/identity.js';
import { words } from './words.js';

/** Scheme, host and port; this page's own until the presenter has chosen. @param {View} view */
export const addressOf = (view) => view.room?.address || location.origin;

/** The address without its scheme, to be read aloud and typed. @param {View} view */
export const hostOf = (view) => addressOf(view).replace(/^https?:\/\//, '');

/** The audience's link. @param {View} view */
export const audienceLink = (view) => `${addressOf(view)}/r/${view.code}`;

/** @param {View} view */
export function qrCode(view) {
  const image = `/r/${encodeURIComponent(view.code)}/qr.svg?address=${encodeURIComponent(addressOf(view))}`;
  return html`<img
    class="qr"
    src=${image}
    alt=${words.text('lobby.qr', { address: hostOf(view), code: spokenCode(view.code) })}
    width="384"
    height="384"
  />`;
}

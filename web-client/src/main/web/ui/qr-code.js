/** The QR code by which people join a room; an attendee's page needs none. */
import { html } from 'lit';
import { spokenCode } from '../live/identity.js';
import { addressOf, hostOf } from './join-address.js';
import { words } from './words.js';

/** @param {import('./view.js').View} view */
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

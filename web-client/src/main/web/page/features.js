/**
 * The features of an attendee's page, in the order in which the help sheet lists their keys. Everybody loads these
 * declarations first, so they hold templates and keys alone. driving-features.js has the list of the pages that move the walk,
 * deferred-features.js what comes later.
 */
import { breadcrumb } from '../features/breadcrumb/feature.js';
import { cell } from '../features/cell/feature.js';
import { help } from '../features/help/feature.js';
import { link } from '../features/link/feature.js';
import { lobby } from '../features/lobby/feature.js';
import { messages } from '../features/messages/feature.js';
import { nextToken } from '../features/next-token/feature.js';
import { picture } from '../features/picture/feature.js';
import { step } from '../features/step/feature.js';
import { tokens } from '../features/tokens/feature.js';
import { topBar } from '../features/top-bar/feature.js';

/** Esc puts away what is nearest at hand. @type {import('../ui/features.js').Feature} */
const escape = {
  name: 'escape',
  keys: [{ action: 'escape', keys: ['Escape'], who: ['solo', 'presenter', 'attendee'] }],
  actions: { escape: (page) => page.features.ask('putAway') },
};

export const FEATURES = [step, cell, breadcrumb, lobby, escape, link, picture, topBar, help, tokens, nextToken, messages];

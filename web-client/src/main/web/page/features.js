/**
 * The features of an attendee's page. These declarations are part of the first download, so they have templates only.
 * driving-features.js has the list for pages that move the walk, deferred-features.js the declarations that load later.
 */
import { cell } from '../features/cell/feature.js';
import { help } from '../features/help/feature.js';
import { link } from '../features/link/feature.js';
import { lobby } from '../features/lobby/feature.js';
import { messages } from '../features/messages/feature.js';
import { nextToken } from '../features/next-token/feature.js';
import { step } from '../features/step/feature.js';
import { tokens } from '../features/tokens/feature.js';
import { topBar } from '../features/top-bar/feature.js';

/** The Escape key closes something that is open. @type {import('../ui/features.js').Feature} */
const escape = {
  name: 'escape',
  actions: { escape: (page) => page.features.ask('putAway') },
};

export const FEATURES = [step, cell, lobby, escape, link, topBar, help, tokens, nextToken, messages];

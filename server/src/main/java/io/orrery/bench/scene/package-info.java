/** What a page's scene costs a browser: a headless Chromium, driven over its DevTools socket. */
package io.orrery.bench.scene;

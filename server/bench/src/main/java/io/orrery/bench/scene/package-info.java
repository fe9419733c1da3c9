/** Measures the scene in a headless Chromium, which is controlled through the Chrome DevTools Protocol. */
package io.orrery.bench.scene;

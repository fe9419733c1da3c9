/** Several servers as one: what they share is in NATS with JetStream. */
package io.orrery.cluster;

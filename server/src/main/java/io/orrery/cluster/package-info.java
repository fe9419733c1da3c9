/** Several servers that share their rooms over NATS: who owns a room, the rooms' logs, and the links between owners and fronts. */
package io.orrery.cluster;

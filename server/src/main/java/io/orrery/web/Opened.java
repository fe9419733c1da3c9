package io.orrery.web;

import io.orrery.room.Rooms;

/** What a server has once its models are read. */
record Opened(Library library, StepFrames frames, Rooms rooms, Operator operator) {}

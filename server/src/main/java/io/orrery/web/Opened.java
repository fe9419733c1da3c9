package io.orrery.web;

import io.orrery.room.Room;

/** What a server has once its models are read. */
record Opened(Library library, StepFrames frames, Room room) {}

package io.orrery.web;

import io.orrery.room.Rooms;
import io.orrery.store.DataFolder;

/** What a server has once its models are read. */
record Opened(Library library, StepFrames frames, Rooms rooms, DataFolder data, Operator operator) {}

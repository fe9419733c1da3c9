package io.orrery.web.http;

import io.orrery.library.Library;
import io.orrery.library.StepFrames;
import io.orrery.library.TourLibrary;
import io.orrery.room.Rooms;
import io.orrery.store.DataFolder;
import io.orrery.train.live.LiveTraining;
import io.orrery.web.access.Operator;
import java.util.Optional;

/** The services that exist once the models have been read. */
public record Services(
        Library library,
        StepFrames frames,
        TourLibrary tours,
        Rooms rooms,
        DataFolder data,
        Operator operator,
        Optional<LiveTraining> training) {}

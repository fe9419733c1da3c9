package io.orrery.web.http;

import io.orrery.cluster.Cluster;
import io.orrery.library.Library;
import io.orrery.library.StepFrames;
import io.orrery.library.TourLibrary;
import io.orrery.room.Rooms;
import io.orrery.store.DataFolder;
import io.orrery.tour.file.PollsFile;
import io.orrery.train.live.LiveTraining;
import io.orrery.web.access.Operator;
import java.util.List;
import java.util.Optional;

/** The services that exist once the models have been read. @param polls ready polls for presenters @param cluster this server among others; empty for one alone */
public record Services(
        Library library,
        StepFrames frames,
        TourLibrary tours,
        Rooms rooms,
        DataFolder data,
        Operator operator,
        Optional<LiveTraining> training,
        List<PollsFile.Prepared> polls,
        Optional<Cluster> cluster) {
    public Services {
        polls = List.copyOf(polls);
    }
}

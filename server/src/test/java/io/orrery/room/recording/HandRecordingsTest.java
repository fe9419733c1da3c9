package io.orrery.room.recording;

import io.orrery.room.HandRecordings;

/** The storage in memory, which tests of rooms use, does what the others do. */
class HandRecordingsTest extends RecordingsContract {
    private final HandRecordings recordings = new HandRecordings();

    @Override
    protected Recordings open() {
        return recordings;
    }

    @Override
    protected void close(Recordings any) {}
}

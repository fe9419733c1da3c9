package io.orrery.train;

/** The training of the sorting model that a server makes, made again by a test. */
public final class TrainedSorting {
    private TrainedSorting() {}

    /** The training with this seed after so many updates. */
    public static SteppedTraining after(int updates, long seed) throws InterruptedException {
        var training = new SteppedTraining(NanoSort.graph(), NanoSort.MODEL.task(), seed, new CallerThread());
        while (training.made() < updates) {
            training.update();
        }
        return training;
    }
}

package io.orrery.train.tales;

/** What a story asks of the model at its marked words. */
public enum Skill {
    INDIRECT_OBJECT("indirect object", "When Lily and Tom went to the park, Tom gave a ball to *Lily*"),
    PRONOUN("name to pronoun", "Lily was happy, because *she*"),
    NAME("pronoun to name", "She was happy. Who was happy? *Lily*"),
    REPETITION("repetition", "Lily said red, blue, pink. Tom said *red, blue, pink*"),
    COUNTING("counting", "three, *four, five*"),
    DAYS("days", "Monday, *Tuesday, Wednesday*"),
    OPPOSITES("opposites", "The hat was not big, it was *small*"),
    SOUNDS("animal sounds", "The dog says *woof*"),
    WHERE("where is it", "Where is the cat? The cat is *under the bed*"),
    COLOUR("what colour", "What colour is the ball? The ball is *red*"),
    WHOSE("whose", "Whose is the ball? The ball is for *Lily*"),
    /** A sentence that asks nothing. */
    NONE("", "");

    private final String title;
    private final String example;

    Skill(String title, String example) {
        this.title = title;
        this.example = example;
    }

    /** Whether it asks what was told of one of several things. */
    boolean isBinding() {
        return this == WHERE || this == COLOUR || this == WHOSE;
    }

    /** Its name for people. */
    public String title() {
        return title;
    }

    /** A text whose words between asterisks are to be predicted. */
    public String example() {
        return example;
    }
}

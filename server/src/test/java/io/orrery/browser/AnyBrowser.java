package io.orrery.browser;

import com.fasterxml.jackson.databind.JsonNode;

/** A browser of any make, with pages of several people. What a page shows is read by JavaScript, which all of them have. */
interface AnyBrowser extends AutoCloseable {
    /**
     * Opens an empty page of a person who has no other.
     *
     * @param width CSS px
     * @param height CSS px
     */
    Page newPage(int width, int height) throws Exception;

    @Override
    void close();

    /** One person's page. */
    interface Page {
        void open(String url) throws Exception;

        /**
         * The value of a JavaScript expression; a promise is awaited.
         *
         * @throws IllegalStateException if it throws
         */
        JsonNode read(String expression) throws Exception;

        /** Presses a key, as a person does. @param key its code point in the WebDriver standard, or the character that it types */
        void press(int key) throws Exception;

        /** Presses a point of the page. @param x CSS px */
        void press(double x, double y) throws Exception;
    }
}

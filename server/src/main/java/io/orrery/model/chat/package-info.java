/** Templates by which a model writes a conversation as one text. */
package io.orrery.model.chat;

/** Chat templates, which format a conversation as one text. */
package io.orrery.model.chat;

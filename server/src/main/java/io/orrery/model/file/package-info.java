/** Files as they are opened, and the numbers in them: sources of bytes, mapped files, folders, element types. */
package io.orrery.model.file;

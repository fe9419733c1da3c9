/** File access and number formats: random access, mapped files, folders, element types. */
package io.orrery.model.file;

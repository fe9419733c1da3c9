/** File access and number formats: byte sources, mapped files, folders, element types. */
package io.orrery.model.file;

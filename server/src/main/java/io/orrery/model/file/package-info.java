/** File access and number formats: random access, folders, element types. */
package io.orrery.model.file;

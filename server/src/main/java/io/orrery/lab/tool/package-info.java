/** Questions of why as tools: each reads its parameters, measures, and answers with JSON, for the command line and over HTTP. */
package io.orrery.lab.tool;

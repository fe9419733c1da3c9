/** Whether the audience is shown which tokens may come next. */
package io.orrery.room.activity.answer;

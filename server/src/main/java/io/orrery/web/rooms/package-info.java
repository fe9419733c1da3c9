/** Routes to rooms: opening and closing them, links, QR codes, how a room can be reached. */
package io.orrery.web.rooms;

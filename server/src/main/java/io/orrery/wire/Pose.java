package io.orrery.wire;

/**
 * Where a camera stands, whatever the size of the window: it looks at a point, from a direction, and sees so much.
 *
 * @param x of the point, cells
 * @param azimuth about the vertical, radians
 * @param elevation above the horizontal, radians
 * @param span cells that the shorter side of the free part of the window holds at that point
 */
public record Pose(double x, double y, double z, double azimuth, double elevation, double span) {}

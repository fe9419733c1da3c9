package io.orrery.wire;

/**
 * A camera's pose, independent of the window's size: the point that it looks at, the direction, and the visible extent.
 *
 * @param x x coordinate of the point, in cells
 * @param y y coordinate of the point, in cells
 * @param z z coordinate of the point, in cells
 * @param azimuth angle about the vertical axis, in radians
 * @param elevation angle above the horizontal plane, in radians
 * @param span cells along the shorter side of the free part of the window, at the distance of the point
 */
public record Pose(double x, double y, double z, double azimuth, double elevation, double span) {}

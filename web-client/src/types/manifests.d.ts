/** The lists that the build makes of the features' manifests (io.orrery.pack.Manifests). */
declare module 'manifests/*' {
  const features: import('../main/web/ui/features.js').Feature[];
  export default features;
}

/**
 * Colours of a theme in a program's uniforms. They are arrays, which three.js uploads for every draw of every animation
 * frame unless `needsUpdate` is false, so it is cleared after the first draw. Programs are shared by materials of the same
 * shaders, all of which have the same theme.
 */
export class ColourUniforms {
  /** @type {Record<string, import('three').Vector3[]>} */
  colours;
  /** Uniforms by material. @type {Map<import('three').Material, {value: import('three').Vector3[], needsUpdate: boolean}[]>} */
  #uniforms = new Map();

  /** @param {Record<string, import('three').Vector3[]>} colours by the names of their uniforms */
  constructor(colours) {
    this.colours = colours;
  }

  /** Adds the uniforms to a material's own. @param {import('three').RawShaderMaterial} material */
  fill(material) {
    const own = Object.entries(this.colours).map(([name, value]) => {
      const uniform = { value, needsUpdate: true };
      material.uniforms[name] = uniform;
      return uniform;
    });
    this.#uniforms.set(material, own);
  }

  /** The colours have changed, or the graphics context was lost: upload them again. */
  changed() {
    for (const own of this.#uniforms.values()) for (const uniform of own) uniform.needsUpdate = true;
  }

  /** The `onAfterRender` of meshes with these colours. @type {import('three').Object3D['onAfterRender']} */
  sent = (_renderer, _scene, _camera, _geometry, material) => {
    for (const uniform of this.#uniforms.get(material) ?? []) uniform.needsUpdate = false;
  };
}

/**
 * Colours of a theme in a program's uniforms. They are arrays, which three.js sends to the graphics for every draw of every
 * frame unless it is told that they are there: so it is told, once they have been drawn with. Programs are shared by
 * materials of the same shaders, and all of those have the same theme.
 */
export class ColourUniforms {
  /** @type {Object<string, import('three').Vector3[]>} */
  colours;
  /** Of each material. @type {Map<import('three').Material, {value: import('three').Vector3[], needsUpdate: boolean}[]>} */
  #uniforms = new Map();

  /** @param {Object<string, import('three').Vector3[]>} colours by the names of their uniforms */
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

  /** They are others than before, or those that were sent are lost. */
  changed() {
    for (const own of this.#uniforms.values()) for (const uniform of own) uniform.needsUpdate = true;
  }

  /** What a mesh does once it is drawn (`onAfterRender`). */
  sent = (_renderer, _scene, _camera, _geometry, material) => {
    for (const uniform of this.#uniforms.get(material) ?? []) uniform.needsUpdate = false;
  };
}

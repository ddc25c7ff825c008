/** What Node has in a module of its own and a browser as a global. */
const { TextDecoder } = globalThis;

export { TextDecoder };

/** Data from the script files beside the page: each is loaded once, when it is first asked for. */

declare global {
  interface Window {
    auditData(name: string, data: unknown): void;
  }
}

const arrived = new Map<string, unknown>();
const asked = new Map<string, Promise<unknown>>();

window.auditData = (name, data) => {
  arrived.set(name, data);
};

let loadFrom: (name: string, path: string) => Promise<unknown> = load;

/** @throws Error where the file is not beside the page. */
async function load(name: string, path: string): Promise<unknown> {
  const script = document.createElement('script');
  await new Promise<void>((resolve, reject) => {
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => {
      asked.delete(name);
      reject(new Error(`读不到旁边的文件 ${path}。请把 audit 文件夹与本页放在一起再打开。`));
    });
    script.src = path;
    document.head.append(script);
  });
  script.remove();
  if (!arrived.has(name)) throw new Error(`${path} 里没有所需的数据，文件可能已损坏。`);
  return arrived.get(name);
}

/** Has data come from elsewhere, such as a server, from now on. */
export function loadWith(loader: (name: string) => Promise<unknown>): void {
  loadFrom = loader;
  asked.clear();
}

/** What the generator wrote under this name: `T` is the type that `data.ts` gives to it. */
export function dataOf<T>(name: string, path = `audit/${name}.js`): Promise<T> {
  const found = asked.get(name) ?? loadFrom(name, path);
  asked.set(name, found);
  return found as Promise<T>;
}

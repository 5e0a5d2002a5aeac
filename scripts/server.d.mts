export function startServer(options?: {
  port?: number;
  host?: string;
  base?: string;
  folder?: string;
}): Promise<{
  address: string;
  port: number;
  close: () => Promise<void>;
}>;

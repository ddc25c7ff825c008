FROM node:20-bookworm-slim AS build
WORKDIR /app
RUN apt-get update && apt-get install -y --no-install-recommends python3 make g++ && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json .npmrc tsconfig.json ./
COPY pipeline pipeline
COPY sql sql
RUN npm ci --omit=dev

FROM node:20-bookworm-slim
WORKDIR /app
ENV NODE_ENV=production LANG=C.UTF-8 TZ=Asia/Shanghai
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY --from=build /app/sql sql
RUN mkdir -p /data/inputs /data/outputs && chown -R node:node /data
USER node
WORKDIR /data
VOLUME ["/data/inputs", "/data/outputs"]
ENTRYPOINT ["node", "/app/dist/cli.js"]
CMD ["nightly"]

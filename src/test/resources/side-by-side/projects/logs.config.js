module.exports = {
  apps: [{
    name: 'logging',
    script: './server.js',
    instances: 2,
    exec_mode: 'fork',
    out_file: './var/log/out.log',
    error_file: './var/log/error.log',
    log_date_format: 'YYYY-MM-DD HH:mm Z',
    combine_logs: true,
  }],
};

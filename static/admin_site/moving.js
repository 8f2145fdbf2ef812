// A worker is busy with what this page shows: look again every two seconds.
setTimeout(() => location.reload(), 2000);

/* SPDX-License-Identifier: MIT */
/*
 * linux/file.h - open files.
 */
#ifndef DOOR_LINUX_FILE_H
#define DOOR_LINUX_FILE_H

#include <linux/fs.h>
#include <octavo/file.h>

#define fd_install(fd, file)	fd_publish(fd, file)

#endif

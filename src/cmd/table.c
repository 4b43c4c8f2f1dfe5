/* table.c - all subcommands, in the order of the manual. */
#include "cmd/cmd.h"

extern const struct cmd cmd_label, cmd_tutor, cmd_init, cmd_import, cmd_status, cmd_export,
	cmd_guide, cmd_log, cmd_query, cmd_backup, cmd_check, cmd_rebuild, cmd_doctor, cmd_keys,
	cmd_help, cmd_man, cmd_completion_script;

const struct cmd *const cmd_table[] = {
	&cmd_label,
	&cmd_tutor,
	&cmd_init,
	&cmd_import,
	&cmd_status,
	&cmd_export,
	&cmd_guide,
	&cmd_log,
	&cmd_query,
	&cmd_backup,
	&cmd_check,
	&cmd_rebuild,
	&cmd_doctor,
	&cmd_keys,
	&cmd_help,
	&cmd_man,
	&cmd_completion_script,
	NULL,
};

; Offers Bumo in "Open with" for the documents that it edits. The program that opens them by default stays.
; electron-builder includes this file into the installer and the uninstaller.

!macro offerFor EXTENSION
  WriteRegNone SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "Bumo.Document"
  WriteRegStr SHELL_CONTEXT "Software\Bumo\Capabilities\FileAssociations" ".${EXTENSION}" "Bumo.Document"
!macroend

!macro withdrawFor EXTENSION
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.${EXTENSION}\OpenWithProgids" "Bumo.Document"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Bumo.Document" "" "文档"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Bumo.Document\DefaultIcon" "" "$appExe,0"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Bumo.Document\shell\open\command" "" '"$appExe" "%1"'
  WriteRegStr SHELL_CONTEXT "Software\Bumo\Capabilities" "ApplicationName" "补墨 Bumo"
  WriteRegStr SHELL_CONTEXT "Software\Bumo\Capabilities" "ApplicationDescription" "中文公文写作助手"
  !insertmacro offerFor "docx"
  !insertmacro offerFor "md"
  !insertmacro offerFor "txt"
  WriteRegStr SHELL_CONTEXT "Software\RegisteredApplications" "Bumo" "Software\Bumo\Capabilities"
!macroend

!macro customUnInstall
  !insertmacro withdrawFor "docx"
  !insertmacro withdrawFor "md"
  !insertmacro withdrawFor "txt"
  DeleteRegValue SHELL_CONTEXT "Software\RegisteredApplications" "Bumo"
  DeleteRegKey SHELL_CONTEXT "Software\Bumo\Capabilities"
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Bumo.Document"
!macroend
